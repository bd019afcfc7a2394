#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>

#include "attacca/kernels/fft.h"
#include "kernels/fft_path.h"

namespace attacca::kernels {
namespace {

/// Roots of unity exp(−2πi·k/n), each rounded once.
class Roots {
public:
    explicit Roots(std::size_t n) : values_(n) {
        for (std::size_t k = 0; 2 * k <= n; ++k) {
            const double angle = 2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
            values_[k] = {static_cast<float>(std::cos(angle)), static_cast<float>(-std::sin(angle))};
            if (k > 0) values_[n - k] = std::conj(values_[k]);
        }
    }
    /// exp(−2πi·k/n)
    [[nodiscard]] std::complex<float> operator[](std::size_t k) const { return values_[k % values_.size()]; }
    /// −i/2·exp(−2πi·k/n)
    [[nodiscard]] std::complex<float> halved_and_turned(std::size_t k) const {
        const std::complex<float> root = (*this)[k];
        return {0.5F * root.imag(), -0.5F * root.real()};
    }

private:
    std::vector<std::complex<float>> values_;
};

/// Odd factors first, where no twiddles are needed. The twos make as few passes as radices up to `largest` allow, of
/// much the same radix each: 4 · 8 is quicker than 2 · 16.
std::vector<std::size_t> radices_of(std::size_t length, std::size_t largest) {
    std::vector<std::size_t> radices;
    if (kFirstPassOnlyReads) radices.push_back(1);
    for (const std::size_t odd : {5, 3}) {
        for (; length % odd == 0; length /= odd) radices.push_back(odd);
    }
    const auto bits = static_cast<std::size_t>(std::countr_zero(length));
    const auto bits_of_largest = static_cast<std::size_t>(std::countr_zero(largest));
    const std::size_t passes = (bits + bits_of_largest - 1) / bits_of_largest;
    for (std::size_t pass = 0; pass < passes; ++pass) {
        radices.push_back(std::size_t{1} << (bits * (pass + 1) / passes - bits * pass / passes));
    }
    if (radices.empty()) radices.push_back(1);
    return radices;
}

/// As many lanes as the path has, if every lane gets at least as many elements as there are lanes.
std::size_t lanes_for(std::size_t length, std::size_t most) {
    for (const std::size_t lanes : {16, 8, 4}) {
        if (lanes <= most && length % lanes == 0 && length / lanes >= lanes) return lanes;
    }
    return 1;
}

/// Elements that the first pass joins are `left` apart. The last pass joins every radix-th, the one before every
/// radix-th of those: the digits of an element's index, written by the radices, give its place when read backwards.
std::vector<std::uint32_t> input_order(const FftPlan& plan) {
    const std::size_t left = plan.length / plan.lanes / plan.radices[0];
    std::vector<std::uint32_t> places(left);
    for (std::size_t j = 0; j < left; ++j) {
        std::size_t rest = j;
        std::size_t block = 0;
        for (std::size_t pass = plan.radices.size() - 1; pass > 0; --pass) {
            block = block * plan.radices[pass] + rest % plan.radices[pass];
            rest /= plan.radices[pass];
        }
        places[j] = static_cast<std::uint32_t>(block * plan.radices[0]);
    }
    return places;
}

/// Writes factors one after the other.
class FactorWriter {
public:
    explicit FactorWriter(float* place) : place_(place) {}

    void interleaved(std::complex<float> factor) {
        *place_++ = factor.real();
        *place_++ = factor.imag();
    }
    /// `lanes` of them, real parts first: factor_of(lane).
    template <class FactorOf>
    void vector(std::size_t lanes, FactorOf factor_of) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::complex<float> factor = factor_of(lane);
            place_[lane] = factor.real();
            place_[lanes + lane] = factor.imag();
        }
        place_ += 2 * lanes;
    }

private:
    float* place_;
};

AlignedBuffer<float> pass_twiddles(const FftPlan& plan, const Roots& roots) {
    std::size_t count = 0;
    std::size_t done = plan.radices[0];
    for (std::size_t pass = 1; pass < plan.radices.size(); done *= plan.radices[pass++]) {
        count += 2 * (plan.radices[pass] - 1) * (done - 1);  // Element 0 is not turned.
    }
    AlignedBuffer<float> twiddles(count);
    FactorWriter writer(twiddles.data());
    done = plan.radices[0];
    for (std::size_t pass = 1; pass < plan.radices.size(); done *= plan.radices[pass++]) {
        const std::size_t step = 2 * plan.length / (done * plan.radices[pass]);
        for (std::size_t k = 1; k < done; ++k) {
            for (std::size_t i = 1; i < plan.radices[pass]; ++i) writer.interleaved(roots[i * k * step]);
        }
    }
    return twiddles;
}

/// What the last pass needs, block for block as it goes (`join_lanes`).
void add_join_twiddles(FftPlan& plan, const Roots& roots) {
    const std::size_t lanes = plan.lanes;
    const std::size_t per_lane = plan.length / lanes;
    const std::size_t half = lanes / 2;
    const std::size_t covered = (per_lane + 1) / 2;
    const std::size_t blocks = (covered + half - 1) / half;
    plan.lane_twiddles = AlignedBuffer<float>(blocks * (lanes - 1) * 2 * lanes);
    plan.real_twiddles = AlignedBuffer<float>(blocks * lanes * lanes);
    plan.column_twiddles = AlignedBuffer<float>(4 * lanes);
    FactorWriter lane_writer(plan.lane_twiddles.data());
    FactorWriter real_writer(plan.real_twiddles.data());
    FactorWriter column_writer(plan.column_twiddles.data());
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::size_t k = std::min(block * half, covered - half);
        const auto ahead = [](std::size_t lane) { return lane / 4 * 2 + lane % 2; };
        for (std::size_t row = 1; row < lanes; ++row) {
            lane_writer.vector(lanes, [&](std::size_t lane) {
                const bool is_middle = k == 0 && lane == 2 && per_lane % 2 == 0;
                return roots[2 * row * (is_middle ? per_lane / 2 : k + ahead(lane))];
            });
        }
        for (std::size_t row = 0; row < lanes; row += 2) {
            real_writer.vector(lanes, [&](std::size_t lane) {
                return roots.halved_and_turned(k + ahead(lane) + per_lane * (row + lane / 2 % 2));
            });
        }
    }
    column_writer.vector(lanes, [&](std::size_t row) { return roots.halved_and_turned(row * per_lane); });
    column_writer.vector(lanes,
                         [&](std::size_t row) { return roots.halved_and_turned(row * per_lane + per_lane / 2); });
}

}  // namespace

bool fft_length_supported(std::size_t length) noexcept {
    if (length == 0) return false;
    for (const std::size_t prime : {2, 3, 5}) {
        while (length % prime == 0) length /= prime;
    }
    return length == 1;
}

FftPlan make_fft_plan(std::size_t length) {
    assert(fft_length_supported(length) && length <= (std::size_t{1} << 24));
    FftPlan plan;
    plan.path = fft_path();
    plan.length = length;
    plan.lanes = lanes_for(length, plan.path.lanes);
    const std::size_t per_lane = length / plan.lanes;
    plan.radices = radices_of(per_lane, plan.lanes == 16 ? 16 : 8);  // Sixteen values fill 32 registers.
    plan.input_order = input_order(plan);

    const Roots roots(2 * length);
    plan.pass_twiddles = pass_twiddles(plan, roots);
    if (plan.lanes > 1) {
        add_join_twiddles(plan, roots);
    } else {
        plan.real_twiddles = AlignedBuffer<float>(2 * (length + 1));
        FactorWriter writer(plan.real_twiddles.data());
        for (std::size_t k = 0; k <= length; ++k) writer.interleaved(roots.halved_and_turned(k));
    }
    // The last vector of pairs reaches past the middle.
    const std::size_t pairs = length / 2 + 1 + plan.path.lanes;
    plan.mirror_twiddles_re = AlignedBuffer<float>(pairs);
    plan.mirror_twiddles_im = AlignedBuffer<float>(pairs);
    for (std::size_t k = 0; k < pairs; ++k) {
        const std::complex<float> factor = std::conj(roots.halved_and_turned(k));
        plan.mirror_twiddles_re[k] = factor.real();
        plan.mirror_twiddles_im[k] = factor.imag();
    }
    return plan;
}

}  // namespace attacca::kernels
