#include "attacca/dsp/fft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "attacca/base/aligned_buffer.h"

namespace attacca::dsp {
namespace {

std::vector<float> cosine(std::size_t length, std::size_t bin) {
    std::vector<float> signal(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double turns = static_cast<double>(i * bin % length) / static_cast<double>(length);
        signal[i] = static_cast<float>(std::cos(2.0 * std::numbers::pi * turns));
    }
    return signal;
}

TEST(RealFft, PutsACosineIntoItsBinAndBack) {
    for (const std::size_t length : {2, 6, 16, 400, 800, 1024, 48000}) {
        const auto fft = RealFft::create(length);
        ASSERT_TRUE(fft) << length;
        ASSERT_EQ(fft->length(), length);
        ASSERT_EQ(fft->bins(), length / 2 + 1);
        const std::size_t bin = length / 3;
        const auto signal = cosine(length, bin);
        AlignedBuffer<float> work(fft->work_size());
        std::vector<std::complex<float>> bins(fft->bins());
        fft->forward(signal, bins, work.span());
        const float half = static_cast<float>(length) / 2.0F;
        for (std::size_t k = 0; k < bins.size(); ++k) {
            const bool at_edge = bin == 0 || 2 * bin == length;
            const float wanted = k != bin ? 0.0F : at_edge ? 2.0F * half : half;
            ASSERT_NEAR(std::abs(bins[k] - wanted), 0.0F, 1e-5F * half) << length << " " << k;
        }
        std::vector<float> power(fft->bins());
        fft->power(signal, power, work.span());
        EXPECT_NEAR(power[bin], std::norm(bins[bin]), 1e-4F * std::norm(bins[bin]));
        std::vector<float> back(length);
        fft->inverse(bins, back, work.span());
        for (std::size_t i = 0; i < length; ++i) ASSERT_NEAR(back[i], signal[i], 1e-5F);
    }
}

TEST(ComplexFft, PutsARotationIntoItsBinAndBack) {
    const auto fft = ComplexFft::create(360);
    ASSERT_TRUE(fft);
    std::vector<std::complex<float>> signal(360);
    for (std::size_t i = 0; i < 360; ++i) {
        signal[i] =
            std::complex<float>(std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(i) * 5.0 / 360.0));
    }
    std::vector<std::complex<float>> bins(360);
    AlignedBuffer<float> work(fft->work_size());
    fft->forward(signal, bins, work.span());
    for (std::size_t k = 0; k < 360; ++k) ASSERT_NEAR(std::abs(bins[k]), k == 355 ? 360.0F : 0.0F, 1e-3F) << k;
    fft->inverse(bins, bins, work.span());
    for (std::size_t i = 0; i < 360; ++i) ASSERT_NEAR(std::abs(bins[i] - signal[i]), 0.0F, 1e-5F);
}

TEST(RealFft, WeightsWithAWindowOnTheWayIn) {
    for (const std::size_t length : {2, 50, 400, 512, 2048}) {
        const auto fft = RealFft::create(length);
        ASSERT_TRUE(fft);
        const auto signal = cosine(length, length / 3);
        const auto window = cosine(length, 1);
        std::vector<float> product(length);
        for (std::size_t i = 0; i < length; ++i) product[i] = signal[i] * window[i];
        AlignedBuffer<float> work(fft->work_size());
        std::vector<float> wanted(fft->bins());
        std::vector<float> found(fft->bins());
        fft->power(product, wanted, work.span());
        fft->windowed_power(signal, window, found, work.span());
        // Not bit for bit: a compiler may weight and add in one step, which rounds once where the product rounds twice.
        const float largest = std::sqrt(*std::max_element(wanted.begin(), wanted.end()));
        for (std::size_t k = 0; k < found.size(); ++k) {
            ASSERT_NEAR(std::sqrt(found[k]), std::sqrt(wanted[k]), 1e-6F * largest) << length << " " << k;
        }
    }
}

TEST(RealFft, TakesEveryEvenProductOfTwosThreesAndFives) {
    std::size_t lengths = 0;
    for (std::size_t length = 2; length <= 8192; length += 2) {
        std::size_t rest = length;
        for (const std::size_t prime : {2, 3, 5}) {
            while (rest % prime == 0) rest /= prime;
        }
        const auto fft = RealFft::create(length);
        ASSERT_EQ(fft.has_value(), rest == 1) << length;
        if (!fft) continue;
        ++lengths;
        // An impulse has the same magnitude in every bin, and comes back as one.
        std::vector<float> signal(length);
        signal[length / 3] = 1.0F;
        std::vector<std::complex<float>> bins(fft->bins());
        AlignedBuffer<float> work(fft->work_size());
        fft->forward(signal, bins, work.span());
        for (const auto& bin : bins) ASSERT_NEAR(std::abs(bin), 1.0F, 1e-6F) << length;
        fft->inverse(bins, signal, work.span());
        for (std::size_t i = 0; i < length; ++i) ASSERT_NEAR(signal[i], i == length / 3 ? 1.0F : 0.0F, 1e-6F) << length;
    }
    EXPECT_EQ(lengths, 137U);
}

TEST(RealFft, RefusesOtherLengthsAndNamesWhatIsSupported) {
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, std::size_t{15}, std::size_t{14}, std::size_t{22}, 2 * kMaxFftLength}) {
        const auto refused = RealFft::create(length);
        ASSERT_FALSE(refused) << length;
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
        EXPECT_NE(refused.error().detail.find("products of 2, 3 and 5"), std::string::npos);
    }
    const auto nearest = [](std::size_t length) {
        const std::string detail = RealFft::create(length).error().detail;
        return detail.substr(detail.find("nearest: "));
    };
    EXPECT_EQ(nearest(1025), "nearest: 1024 and 1080");
    EXPECT_EQ(nearest(7), "nearest: 6 and 8");
    EXPECT_EQ(nearest(0), "nearest: 2");
    EXPECT_EQ(nearest(3 * kMaxFftLength), "nearest: " + std::to_string(kMaxFftLength));
    EXPECT_NE(ComplexFft::create(14).error().detail.find("nearest: 12 and 15"), std::string::npos);
    EXPECT_FALSE(ComplexFft::create(0));
    EXPECT_FALSE(ComplexFft::create(7));
    EXPECT_TRUE(ComplexFft::create(1));
    EXPECT_TRUE(ComplexFft::create(15));
}

}  // namespace
}  // namespace attacca::dsp
