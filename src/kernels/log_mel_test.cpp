#include "attacca/kernels/log_mel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

class LogMel : public PathTest {};
ATTACCA_ON_EVERY_PATH(LogMel);

struct Shape {
    std::size_t length, hop, bins;
    MelSpectrum spectrum;
};
/// Windows of two, three and four hops, ending within a hop and with one; hops that are no multiple of a vector.
constexpr Shape kShapes[] = {{400, 160, 80, MelSpectrum::power},
                             {800, 200, 80, MelSpectrum::magnitude},
                             {400, 201, 16, MelSpectrum::magnitude},
                             {800, 333, 128, MelSpectrum::power}};

/// A plan whose window and filters have no symmetry that a fault could hide behind.
struct Features {
    explicit Features(const Shape& its_shape) : shape(its_shape), window(shape.length), filters(shape.bins) {
        std::mt19937 random(3);
        std::uniform_real_distribution<float> uniform(0.1F, 1.0F);
        for (float& value : window) value = uniform(random);
        const std::size_t last_bin = shape.length / 2;
        for (std::size_t i = 0; i < shape.bins; ++i) {
            filters[i].first_bin = i * (last_bin - 8) / (shape.bins - 1);
            filters[i].weights.resize(i % 10);  // Some have none.
            for (float& weight : filters[i].weights) weight = uniform(random);
        }
        plan = make_log_mel_plan(
            {.window = window, .hop = shape.hop, .spectrum = shape.spectrum, .filters = filters, .scale = scale});
    }

    /// By the definition, in double precision: the frame that ends before `end`.
    std::vector<double> exact_frame(const float* end) const {
        const std::size_t n = shape.length;
        std::vector<std::complex<double>> roots(n);
        for (std::size_t k = 0; k < n; ++k) {
            roots[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
        }
        std::vector<double> spectrum(n / 2 + 1);
        for (std::size_t k = 0; k < spectrum.size(); ++k) {
            std::complex<double> sum;
            for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(window[i]) * (end - n)[i] * roots[i * k % n];
            spectrum[k] = shape.spectrum == MelSpectrum::power ? std::norm(sum) : std::abs(sum);
        }
        std::vector<double> frame;
        for (const MelFilter& filter : filters) {
            double sum = 0.0;
            for (std::size_t i = 0; i < filter.weights.size(); ++i) {
                sum += static_cast<double>(filter.weights[i]) * spectrum[filter.first_bin + i];
            }
            const double level =
                scale.scale * std::log10(std::max(static_cast<double>(scale.floor), sum)) + scale.offset;
            frame.push_back(std::clamp(level, static_cast<double>(scale.lowest), static_cast<double>(scale.highest)));
        }
        return frame;
    }

    Shape shape;
    std::vector<float> window;
    std::vector<MelFilter> filters;
    MelScale scale{.floor = 1e-5F, .scale = 1.6F, .offset = 2.4F, .lowest = -5.0F, .highest = 6.0F};
    LogMelPlan plan;
};

/// Feeds hops in groups of the sizes given, one size after the other; all memory unaligned.
UnalignedSpan<float> frames_of(const LogMelPlan& plan, UnalignedSpan<float>& samples, std::size_t hops,
                               const std::vector<std::size_t>& groups) {
    UnalignedSpan<float> columns(plan.columns_size());
    UnalignedSpan<float> work(plan.work_size(), kNan);
    UnalignedSpan<float> frames(hops * plan.bins());
    begin_log_mel(plan, samples.data(), columns.data());
    const float* next = samples.data() + (plan.hops - 1) * plan.hop;
    for (std::size_t done = 0, turn = 0; done < hops; ++turn) {
        const std::size_t group = std::min(groups[turn % groups.size()], hops - done);
        log_mel_frames(plan, next, group, columns.data(), work.data(), frames.data() + done * plan.bins());
        next += group * plan.hop;
        done += group;
    }
    EXPECT_TRUE(columns.guards_intact());
    EXPECT_TRUE(frames.guards_intact());
    return frames;
}

UnalignedSpan<float> noise_for(const LogMelPlan& plan, std::size_t hops) {
    UnalignedSpan<float> samples((plan.hops - 1 + hops + kMelGroup) * plan.hop);
    fill_noise(samples, 1.0F, 5);
    return samples;
}

TEST_P(LogMel, MatchesTheDefinitionInDoublePrecision) {
    for (const Shape& shape : kShapes) {
        const Features features(shape);
        const std::size_t hops = kMelGroup + 3;
        auto samples = noise_for(features.plan, hops);
        auto frames = frames_of(features.plan, samples, hops, {kMelGroup});
        for (const std::size_t frame : {0, 1, 6, 15, 16, 18}) {
            const auto exact = features.exact_frame(samples.data() + (features.plan.hops + frame) * shape.hop);
            for (std::size_t bin = 0; bin < shape.bins; ++bin) {
                ASSERT_NEAR(frames[frame * shape.bins + bin], exact[bin], 2e-5)
                    << shape.length << " frame " << frame << " bin " << bin;
            }
        }
    }
}

TEST_P(LogMel, GivesAFrameTheSameBitsWhereverItStandsInACall) {
    for (const Shape& shape : kShapes) {
        const Features features(shape);
        const std::size_t hops = 40;
        auto samples = noise_for(features.plan, hops);
        auto whole = frames_of(features.plan, samples, hops, {kMelGroup});
        auto pieces = frames_of(features.plan, samples, hops, {1, 2, 3, 5, 7, 15});
        for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_EQ(whole[i], pieces[i]) << shape.length << " value " << i;
    }
}

TEST_P(LogMel, TellsEveryBinFromItsNeighbors) {
    for (const std::size_t length : {400, 800}) {
        const std::vector<float> window(length, 1.0F);
        std::vector<MelFilter> filters((length / 2 + 16) / 16 * 16);
        for (std::size_t i = 0; i < filters.size(); ++i) filters[i] = {std::min(i, length / 2), {1.0F}};
        const auto plan = make_log_mel_plan({.window = window,
                                             .hop = length / 2,
                                             .spectrum = MelSpectrum::magnitude,
                                             .filters = filters,
                                             .scale = {.floor = 1e-3F}});
        for (const std::size_t tone :
             {std::size_t{0}, std::size_t{1}, length / 50, length / 32, length / 4 + 3, length / 2}) {
            auto samples = noise_for(plan, 1);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const double turns = static_cast<double>(i * tone % length) / static_cast<double>(length);
                samples[i] = static_cast<float>(std::cos(2.0 * std::numbers::pi * turns));
            }
            auto frame = frames_of(plan, samples, 1, {1});
            const bool edge = tone == 0 || tone == length / 2;
            const double level = std::log10(static_cast<double>(length) / (edge ? 1.0 : 2.0));
            for (std::size_t bin = 0; bin < filters.size(); ++bin) {
                ASSERT_NEAR(frame[bin], filters[bin].first_bin == tone ? level : -3.0, 1e-4)
                    << length << " " << tone << " " << bin;
            }
        }
    }
}

TEST_P(LogMel, TakesLogarithmsOverTheWholeRange) {
    const std::vector<float> window(400, 1.0F);
    std::vector<MelFilter> filters(16);
    for (int i = 0; i < 16; ++i)
        filters[static_cast<std::size_t>(i)] = {0, {std::pow(10.0F, static_cast<float>(2 * i - 15))}};
    const auto plan = make_log_mel_plan({.window = window,
                                         .hop = 200,
                                         .spectrum = MelSpectrum::magnitude,
                                         .filters = filters,
                                         .scale = {.floor = 1e-12F}});
    auto samples = noise_for(plan, 1);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = 0.5F;  // Bin 0 is 200.
    auto frame = frames_of(plan, samples, 1, {1});
    for (int i = 0; i < 16; ++i) {
        ASSERT_NEAR(frame[static_cast<std::size_t>(i)], std::max(-12.0, 2 * i - 15 + std::log10(200.0)), 4e-6);
    }
}

TEST_P(LogMel, EmphasizesAndContainsWhatIsNoNumber) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        UnalignedSpan<float> out(size);
        fill_noise(in, 1.0F, 9);
        std::size_t bad = 0;
        for (std::size_t i = 3; i + 1 < size; i += 17) {
            in[i] = bad % 4 == 0 ? kNan : bad % 4 == 1 ? kInfinity : bad % 4 == 2 ? -kInfinity : 1.1e6F;
            ++bad;
        }
        const auto good = [&](std::size_t i) { return std::abs(in[i]) <= 1e6F ? static_cast<double>(in[i]) : 0.0; };
        float before = 0.25F;
        EXPECT_EQ(emphasize_finite(in.data(), size, 0.97F, before, out.data()), bad);
        EXPECT_TRUE(out.guards_intact());
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_NEAR(out[i], good(i) - 0.97 * (i == 0 ? 0.25 : good(i - 1)), 2e-7) << size << " " << i;
        }
        EXPECT_EQ(before, size > 0 ? in[size - 1] : 0.25F);
    }
}

TEST_P(LogMel, EmphasizesTheSameBitsInPieces) {
    UnalignedSpan<float> in(253);
    UnalignedSpan<float> whole(253);
    UnalignedSpan<float> pieces(253);
    fill_noise(in, 1.0F, 11);
    in[100] = kNan;
    float before = 0.0F;
    emphasize_finite(in.data(), 253, 0.97F, before, whole.data());
    before = 0.0F;
    for (std::size_t done = 0, size = 1; done < 253; done += size, size = size % 37 + 1) {
        size = std::min(size, 253 - done);
        emphasize_finite(in.data() + done, size, 0.97F, before, pieces.data() + done);
    }
    for (std::size_t i = 0; i < 253; ++i) ASSERT_EQ(whole[i], pieces[i]) << i;
}

TEST_P(LogMel, LimitsTheRangeBelowTheLargest) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> values(size);
        fill_noise(values, 10.0F, 13);
        if (size > 0) values[size - 1] = 11.0F;  // In the last, incomplete vector too it is found.
        std::vector<float> before(values.data(), values.data() + size);
        limit_range(values.data(), size, {});
        EXPECT_TRUE(values.guards_intact());
        for (std::size_t i = 0; i < size; ++i)
            ASSERT_NEAR(values[i], (std::max(before[i], 3.0F) + 4.0F) / 4.0F, 1e-6) << size;
    }
}

}  // namespace
}  // namespace attacca::kernels
