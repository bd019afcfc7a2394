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
        for (std::size_t k = 0; k < n; ++k) {
            const double angle = 2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n);
            values_[k] = {static_cast<float>(std::cos(angle)), static_cast<float>(-std::sin(angle))};
        }
    }
    /// exp(−2πi·k/period). Requires a period that divides n.
    [[nodiscard]] std::complex<float> root(std::size_t k, std::size_t period) const {
        return values_[k % period * (values_.size() / period)];
    }

private:
    std::vector<std::complex<float>> values_;
};

/// Odd factors first, then eights: fewest passes. What is left of the twos makes one or two fours, rarely a two.
std::vector<std::size_t> radices_of(std::size_t length) {
    std::vector<std::size_t> radices;
    for (const std::size_t odd : {5, 3}) {
        for (; length % odd == 0; length /= odd) radices.push_back(odd);
    }
    while (length >= 8 && length != 16) {
        radices.push_back(8);
        length /= 8;
    }
    if (length == 16) radices.push_back(4);
    if (length == 16) length = 4;
    if (length > 1) radices.push_back(length);
    return radices;
}

/// As many lanes as the path has, if every lane gets at least as many elements as there are lanes.
std::size_t lanes_for(std::size_t length, std::size_t most) {
    for (const std::size_t lanes : {16, 8, 4}) {
        if (lanes <= most && length % lanes == 0 && length / lanes >= lanes) return lanes;
    }
    return 1;
}

AlignedBuffer<float> pass_twiddles(const FftPlan& plan, const Roots& roots) {
    std::vector<float> twiddles;
    std::size_t done = 1;
    for (const std::size_t radix : plan.radices) {
        if (done > 1) {  // The first pass has none.
            for (std::size_t k = 0; k < done; ++k) {
                for (std::size_t i = 1; i < radix; ++i) {
                    const auto root = roots.root(i * k, done * radix);
                    twiddles.push_back(root.real());
                    twiddles.push_back(root.imag());
                }
            }
        }
        done *= radix;
    }
    AlignedBuffer<float> stored(twiddles.size());
    std::copy(twiddles.begin(), twiddles.end(), stored.data());
    return stored;
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
    plan.radices = radices_of(per_lane);

    const Roots roots(2 * length);
    plan.pass_twiddles = pass_twiddles(plan, roots);
    plan.lane_twiddles_re = AlignedBuffer<float>(length);
    plan.lane_twiddles_im = AlignedBuffer<float>(length);
    for (std::size_t lane = 0; lane < plan.lanes; ++lane) {
        for (std::size_t k = 0; k < per_lane; ++k) {
            const auto root = roots.root(lane * k, length);
            plan.lane_twiddles_re[lane * per_lane + k] = root.real();
            plan.lane_twiddles_im[lane * per_lane + k] = root.imag();
        }
    }
    // The last vector of the real transform's pairs reaches past the middle.
    const std::size_t pairs = length / 2 + 1 + plan.path.lanes;
    plan.real_twiddles_re = AlignedBuffer<float>(pairs);
    plan.real_twiddles_im = AlignedBuffer<float>(pairs);
    for (std::size_t k = 0; k < pairs; ++k) {
        const auto root = roots.root(k, 2 * length);
        plan.real_twiddles_re[k] = root.real();
        plan.real_twiddles_im[k] = root.imag();
    }
    return plan;
}

}  // namespace attacca::kernels
