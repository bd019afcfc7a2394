#include "attacca/kernels/band_cascade.h"

#include <cmath>
#include <limits>
#include <memory>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Cascade : public PathTest {};
ATTACCA_ON_EVERY_PATH(Cascade);

constexpr std::size_t kBandCounts[] = {0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 32};

// A stable section with poles anywhere, as the transition I + A = r·rotation of a random angle.
BandMatrix random_band(std::mt19937& random) {
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    const float radius = 0.9F + 0.09F * uniform(random);
    const float angle = 1.5F * (1.0F + uniform(random));
    return {.a11 = radius * std::cos(angle) - 1,
            .a12 = -radius * std::sin(angle),
            .a21 = radius * std::sin(angle),
            .a22 = radius * std::cos(angle) - 1,
            .b1 = 0.1F * uniform(random),
            .b2 = 0.1F * uniform(random),
            .c1 = 0.5F * uniform(random),
            .c2 = 0.5F * uniform(random),
            .d = 0.9F + 0.1F * uniform(random)};
}

std::vector<BandMatrix> random_bands(std::size_t count, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<BandMatrix> bands;
    for (std::size_t i = 0; i < count; ++i) bands.push_back(random_band(random));
    return bands;
}

// The same in double, a band and a channel at a time; band b has bands[b] + (i + 1)·steps[b] at frame i.
class Reference {
public:
    explicit Reference(std::size_t channels) : channels_(channels) {}

    void process(const std::vector<BandMatrix>& bands, const std::vector<BandMatrix>& steps, std::vector<double>& io) {
        memory_.resize(bands.size() * channels_);
        for (std::size_t i = 0; i < io.size(); ++i) {
            const double time = static_cast<double>(i / channels_ + 1);
            for (std::size_t b = 0; b < bands.size(); ++b) {
                const auto at = [&](float BandMatrix::*m) {
                    return static_cast<double>(bands[b].*m) + time * static_cast<double>(steps[b].*m);
                };
                auto& [s1, s2] = memory_[b * channels_ + i % channels_];
                const double x = io[i];
                io[i] = at(&BandMatrix::c1) * s1 + at(&BandMatrix::c2) * s2 + at(&BandMatrix::d) * x;
                const double new1 =
                    s1 + at(&BandMatrix::a11) * s1 + at(&BandMatrix::a12) * s2 + at(&BandMatrix::b1) * x;
                s2 = s2 + at(&BandMatrix::a21) * s1 + at(&BandMatrix::a22) * s2 + at(&BandMatrix::b2) * x;
                s1 = new1;
            }
        }
    }

private:
    std::size_t channels_;
    std::vector<std::pair<double, double>> memory_;
};

std::vector<BandMatrix> no_steps(std::size_t count) { return std::vector<BandMatrix>(count, BandMatrix{.d = 0}); }

TEST_P(Cascade, MatchesTheDoubleCascadeForAnyBandsAndChannels) {
    auto cascade = std::make_unique<BandCascade>();
    for (const std::size_t bands : kBandCounts) {
        for (std::size_t channels = 1; channels <= 8; ++channels) {
            const auto matrices = random_bands(bands, 1);
            for (const std::size_t frames : {0, 1, 2, 7, 31, 64, 253}) {
                UnalignedSpan<float> samples(frames * channels);
                fill_noise(samples, 1.0F, 2);
                std::vector<double> expected(samples.data(), samples.data() + samples.size());
                Reference(channels).process(matrices, no_steps(bands), expected);
                cascade->lay_out(bands, channels);
                cascade->clear();
                cascade->set(matrices);
                cascade->process(samples.data(), frames);
                for (std::size_t i = 0; i < samples.size(); ++i) {
                    ASSERT_NEAR(samples[i], expected[i], 2e-5) << bands << " bands, " << channels << " channels, " << i;
                }
                EXPECT_TRUE(samples.guards_intact());
            }
        }
    }
}

TEST_P(Cascade, MovingMatricesAreThoseOfEachFrameInEveryBand) {
    auto cascade = std::make_unique<BandCascade>();
    for (const std::size_t bands : {1, 3, 8, 13}) {
        for (const std::size_t channels : {1, 2, 6}) {
            constexpr std::size_t kFrames = 253;
            const auto from = random_bands(bands, 3);
            const auto to = random_bands(bands, 4);
            auto steps = no_steps(bands);
            for (std::size_t b = 0; b < bands; ++b) {
                for (const auto m :
                     {&BandMatrix::a11, &BandMatrix::a12, &BandMatrix::a21, &BandMatrix::a22, &BandMatrix::b1,
                      &BandMatrix::b2, &BandMatrix::c1, &BandMatrix::c2, &BandMatrix::d}) {
                    steps[b].*m = (to[b].*m - from[b].*m) / kFrames;
                }
            }
            UnalignedSpan<float> samples(kFrames * channels);
            fill_noise(samples, 1.0F, 5);
            std::vector<double> expected(samples.data(), samples.data() + samples.size());
            Reference(channels).process(from, steps, expected);
            cascade->lay_out(bands, channels);
            cascade->clear();
            cascade->process_moving(from, steps, samples.data(), kFrames);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                ASSERT_NEAR(samples[i], expected[i], 5e-5) << bands << " bands, " << channels << " channels, " << i;
            }
            EXPECT_TRUE(samples.guards_intact());
        }
    }
}

TEST_P(Cascade, AnySplitIntoBlocksGivesTheSameOutput) {
    constexpr std::size_t kFrames = 1000;
    const auto matrices = random_bands(8, 6);
    UnalignedSpan<float> whole(kFrames * 2);
    fill_noise(whole, 1.0F, 7);
    auto split = whole;
    auto cascade = std::make_unique<BandCascade>();
    cascade->lay_out(8, 2);
    cascade->set(matrices);
    cascade->process(whole.data(), kFrames);
    cascade->clear();
    const std::size_t blocks[] = {1, 2, 3, 5, 8, 13, 64, 127, 256};
    for (std::size_t done = 0, n = 0; done < kFrames; ++n) {
        const std::size_t count = std::min(blocks[n % std::size(blocks)], kFrames - done);
        cascade->process(split.data() + 2 * done, count);
        done += count;
    }
    for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_NEAR(whole[i], split[i], 5e-6) << i;
}

TEST_P(Cascade, EvenBlocksAreTheWholeBitForBit) {
    const auto matrices = random_bands(8, 8);
    UnalignedSpan<float> whole(512 * 2);
    fill_noise(whole, 1.0F, 9);
    auto split = whole;
    auto cascade = std::make_unique<BandCascade>();
    cascade->lay_out(8, 2);
    cascade->set(matrices);
    cascade->process(whole.data(), 512);
    cascade->clear();
    for (std::size_t done = 0; done < 512; done += 32) cascade->process(split.data() + 2 * done, 32);
    for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_EQ(whole[i], split[i]) << i;
}

TEST_P(Cascade, ANewLayoutKeepsWhatTheBandsThatStayRemember) {
    auto matrices = random_bands(5, 10);
    UnalignedSpan<float> plain(200 * 3);
    fill_noise(plain, 1.0F, 11);
    auto relaid = plain;
    auto cascade = std::make_unique<BandCascade>();
    cascade->lay_out(5, 3);
    cascade->set(matrices);
    cascade->process(plain.data(), 200);

    cascade->clear();
    cascade->process(relaid.data(), 100);
    matrices.resize(20);  // Identity bands behind it change nothing.
    cascade->lay_out(20, 3);
    cascade->set(matrices);
    cascade->process(relaid.data() + 300, 100);
    for (std::size_t i = 0; i < plain.size(); ++i) ASSERT_NEAR(plain[i], relaid[i], 1e-5) << i;
}

TEST_P(Cascade, NanIsClearedAndTheOtherChannelGoesOn) {
    auto cascade = std::make_unique<BandCascade>();
    auto untouched = std::make_unique<BandCascade>();
    const auto matrices = random_bands(8, 12);
    UnalignedSpan<float> samples(64 * 2);
    fill_noise(samples, 1.0F, 13);
    auto clean = samples;
    for (auto* c : {cascade.get(), untouched.get()}) {
        c->lay_out(8, 2);
        c->set(matrices);
    }
    samples[127] = std::numeric_limits<float>::infinity();
    cascade->process(samples.data(), 64);
    untouched->process(clean.data(), 64);
    EXPECT_FALSE(untouched->recover());
    EXPECT_TRUE(cascade->recover());
    EXPECT_FALSE(cascade->recover());
    fill_noise(samples, 1.0F, 14);
    clean = samples;
    cascade->process(samples.data(), 64);
    untouched->process(clean.data(), 64);
    for (std::size_t i = 0; i < 128; ++i) ASSERT_TRUE(std::isfinite(samples[i]));
    for (std::size_t i = 0; i < 128; i += 2) ASSERT_EQ(samples[i], clean[i]) << "the other channel";
}

TEST_P(Cascade, SilenceStaysSilence) {
    auto cascade = std::make_unique<BandCascade>();
    cascade->lay_out(32, 8);
    cascade->set(random_bands(32, 14));
    UnalignedSpan<float> samples(64 * 8, 0.0F);
    cascade->process(samples.data(), 64);
    for (std::size_t i = 0; i < samples.size(); ++i) ASSERT_EQ(samples[i], 0.0F);
}

}  // namespace
}  // namespace attacca::kernels
