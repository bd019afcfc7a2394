#include "attacca/kernels/fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

using Bin = std::complex<float>;
using ExactBin = std::complex<double>;

class Fft : public PathTest {};
ATTACCA_ON_EVERY_PATH(Fft);

/// Every kind of factor, every number of lanes, rows that overlap, and a single value.
constexpr std::size_t kLengths[] = {1,  2,  3,  4,  5,   6,   8,   9,   15,  16,  25,  27,  30,  32,  48,  60,
                                    64, 75, 80, 96, 120, 125, 128, 200, 240, 256, 400, 432, 512, 800, 960, 1024};

std::vector<Bin> noise(std::size_t count) {
    std::mt19937 random(static_cast<unsigned>(count));
    std::normal_distribution<float> normal;
    std::vector<Bin> values(count);
    for (Bin& value : values) value = {normal(random), normal(random)};
    return values;
}

/// By the definition, in double precision.
std::vector<ExactBin> exact_transform(const std::vector<Bin>& in) {
    const std::size_t n = in.size();
    std::vector<ExactBin> roots(n);
    for (std::size_t k = 0; k < n; ++k) {
        roots[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
    }
    std::vector<ExactBin> out(n);
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t i = 0; i < n; ++i) out[k] += ExactBin(in[i]) * roots[i * k % n];
    }
    return out;
}

template <class Values>
double relative_error(const Values& found, const std::vector<ExactBin>& exact) {
    double error = 0.0;
    double size = 0.0;
    for (std::size_t k = 0; k < found.size(); ++k) {
        error += std::norm(ExactBin(found[k]) - exact[k]);
        size += std::norm(exact[k]);
    }
    return std::sqrt(error / size);
}

double tolerance(std::size_t length) { return 1e-6 * std::max(1.0, std::log2(static_cast<double>(length))); }

TEST_P(Fft, TransformsComplexValuesThereAndBack) {
    for (const std::size_t length : kLengths) {
        const FftPlan plan = make_fft_plan(length);
        const auto in = noise(length);
        std::vector<Bin> out(length);
        std::vector<float> work(plan.work_size() + 1);
        fft_forward(plan, in.data(), out.data(), work.data() + 1);
        EXPECT_LT(relative_error(out, exact_transform(in)), tolerance(length)) << length;
        fft_inverse(plan, out.data(), out.data(), work.data() + 1);
        EXPECT_LT(relative_error(out, {in.begin(), in.end()}), tolerance(length)) << length;
    }
}

TEST_P(Fft, TransformsRealValuesThereAndBack) {
    for (const std::size_t half : kLengths) {
        const FftPlan plan = make_fft_plan(half);
        auto complex_in = noise(2 * half);
        std::vector<float> in(2 * half + 1);
        for (std::size_t i = 0; i < 2 * half; ++i) {
            complex_in[i].imag(0.0F);
            in[i + 1] = complex_in[i].real();
        }
        auto exact = exact_transform(complex_in);
        exact.resize(half + 1);
        std::vector<Bin> out(half + 1);
        std::vector<float> work(plan.work_size());
        real_fft_forward(plan, in.data() + 1, out.data(), work.data());
        EXPECT_LT(relative_error(out, exact), tolerance(half)) << half;
        EXPECT_EQ(out.front().imag(), 0.0F);
        EXPECT_EQ(out.back().imag(), 0.0F);

        std::vector<float> power(half + 1);
        real_fft_power(plan, in.data() + 1, power.data(), work.data());
        for (std::size_t k = 0; k <= half; ++k) {
            ASSERT_NEAR(power[k], std::norm(out[k]), 1e-5 * static_cast<double>(half)) << half << " " << k;
        }

        std::vector<float> back(2 * half);
        real_fft_inverse(plan, out.data(), back.data(), work.data());
        for (std::size_t i = 0; i < 2 * half; ++i) ASSERT_NEAR(back[i], in[i + 1], 4e-6) << half << " " << i;
    }
}

TEST_P(Fft, TransformsInPlace) {
    for (const std::size_t half : kLengths) {
        const FftPlan plan = make_fft_plan(half);
        std::vector<float> work(plan.work_size());
        auto apart = noise(half + 1);
        auto in_place = apart;
        std::vector<Bin> out(half + 1);
        real_fft_forward(plan, reinterpret_cast<float*>(apart.data()), out.data(), work.data());
        real_fft_forward(plan, reinterpret_cast<float*>(in_place.data()), in_place.data(), work.data());
        EXPECT_EQ(out, in_place);
        fft_forward(plan, apart.data(), out.data(), work.data());
        fft_forward(plan, apart.data(), apart.data(), work.data());
        out.back() = apart.back();
        EXPECT_EQ(out, apart);
    }
}

TEST_P(Fft, HoldsItsPrecisionAtLargeLengths) {
    for (const std::size_t half : {std::size_t{4096}, std::size_t{24000}, std::size_t{1} << 17, std::size_t{1} << 19}) {
        const FftPlan plan = make_fft_plan(half);
        std::vector<float> work(plan.work_size());
        std::vector<float> in(2 * half);
        const std::size_t bin = half / 3;
        for (std::size_t i = 0; i < in.size(); ++i) {
            const double turns = static_cast<double>(i * bin % in.size()) / static_cast<double>(in.size());
            in[i] = static_cast<float>(std::cos(2.0 * std::numbers::pi * turns));
        }
        std::vector<Bin> out(half + 1);
        real_fft_forward(plan, in.data(), out.data(), work.data());
        std::vector<ExactBin> exact(half + 1);
        exact[bin] = static_cast<double>(half);
        EXPECT_LT(relative_error(out, exact), tolerance(half)) << half;
    }
}

TEST_P(Fft, KeepsThePathItWasPlannedFor) {
    const FftPlan plan = make_fft_plan(256);
    const auto in = noise(256);
    std::vector<Bin> before(256);
    std::vector<Bin> after(256);
    std::vector<float> work(plan.work_size());
    fft_forward(plan, in.data(), before.data(), work.data());
    ASSERT_TRUE(force_cpu_path(cpu_paths().back()));
    fft_forward(plan, in.data(), after.data(), work.data());
    EXPECT_EQ(before, after);
}

TEST_P(Fft, ForgetsWhatItTransformedBefore) {
    const FftPlan plan = make_fft_plan(128);
    std::vector<float> work(plan.work_size(), std::numeric_limits<float>::quiet_NaN());
    std::vector<Bin> out(128);
    fft_forward(plan, noise(128).data(), out.data(), work.data());
    for (const Bin& bin : out) ASSERT_TRUE(std::isfinite(bin.real()) && std::isfinite(bin.imag()));
}

TEST(FftLengths, AreProductsOfTwosThreesAndFives) {
    for (const std::size_t length : kLengths) EXPECT_TRUE(fft_length_supported(length));
    for (const std::size_t length : {0, 7, 11, 14, 77, 1022, 2049}) EXPECT_FALSE(fft_length_supported(length));
}

}  // namespace
}  // namespace attacca::kernels
