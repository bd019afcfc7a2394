#include "attacca/analysis/pitch_tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "attacca/analysis/note_name.h"

namespace attacca::analysis {
namespace {

using Samples = std::vector<float>;

/// A tone of harmonics 1/h whose pitch `hz_at` gives, second by second.
template <class Pitch>
Samples sung(Pitch hz_at, double seconds, double rate = 48000.0, int first_harmonic = 1, int last_harmonic = 8) {
    Samples samples(static_cast<std::size_t>(seconds * rate));
    double turns = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double hz = hz_at(static_cast<double>(i) / rate);
        double value = 0.0;
        for (int h = first_harmonic; h <= last_harmonic && h * hz < 0.45 * rate; ++h) {
            value += std::sin(2.0 * std::numbers::pi * turns * h + h * h) / h;
        }
        samples[i] = static_cast<float>(0.2 * value);
        turns += hz / rate;
    }
    return samples;
}

Samples tone(double hz, double seconds, double rate = 48000.0, int first_harmonic = 1, int last_harmonic = 8) {
    return sung([hz](double) { return hz; }, seconds, rate, first_harmonic, last_harmonic);
}

Samples noise(double seconds, float level, double memory = 0.0) {
    std::mt19937 random(3);
    std::normal_distribution<float> normal(0.0F, level);
    Samples samples(static_cast<std::size_t>(48000.0 * seconds));
    double last = 0.0;
    for (float& sample : samples)
        sample = static_cast<float>(last = memory * last + static_cast<double>(normal(random)));
    return samples;
}

std::vector<PitchFrame> tracked(PitchTracker& tracker, const Samples& samples, std::size_t channels = 1,
                                std::size_t block = 4096) {
    std::vector<PitchFrame> frames;
    const ConstAudioBlock all(samples, channels);
    for (std::size_t done = 0; done < all.frames(); done += block) {
        const auto some = tracker.process(all.subblock(done, std::min(block, all.frames() - done)));
        frames.insert(frames.end(), some.begin(), some.end());
    }
    const auto rest = tracker.finish();
    frames.insert(frames.end(), rest.begin(), rest.end());
    return frames;
}

std::vector<PitchFrame> tracked(const Samples& samples, const PitchTrackerSpec& spec = {}) {
    auto tracker = PitchTracker::create(spec);
    EXPECT_TRUE(tracker);
    return tracked(*tracker, samples, spec.channels);
}

double cents(double hz, double right_hz) { return hz > 0.0 ? 1200.0 * std::log2(hz / right_hz) : 1e6; }

/// The largest error away from the ends of the stream.
double worst_cents(const std::vector<PitchFrame>& frames, double right_hz) {
    double worst = 0.0;
    for (std::size_t i = 10; i + 10 < frames.size(); ++i)
        worst = std::max(worst, std::abs(cents(frames[i].f0_hz, right_hz)));
    return worst;
}

double sounding_share(const std::vector<PitchFrame>& frames) {
    const auto sounding = std::count_if(frames.begin(), frames.end(), [](const auto& f) { return f.f0_hz > 0.0; });
    return static_cast<double>(sounding) / static_cast<double>(frames.size());
}

bool same(const std::vector<PitchFrame>& a, const std::vector<PitchFrame>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PitchFrame& x, const PitchFrame& y) {
        return x.time == y.time && x.f0_hz == y.f0_hz && x.confidence == y.confidence;
    });
}

TEST(PitchTracker, ReadsEveryHeldSemitoneWithinACent) {
    auto tracker = *PitchTracker::create({});
    for (int midi = 24; midi <= 108; ++midi) {
        const double hz = tempered_hz(midi + 0.13);
        for (const int harmonics : {1, 8}) {
            tracker.reset();
            EXPECT_LT(worst_cents(tracked(tracker, tone(hz, 0.3, 48000.0, 1, harmonics)), hz), 1.0)
                << note_name(midi) << ", harmonics: " << harmonics;
        }
    }
}

TEST(PitchTracker, FindsTheFundamentalThatIsMissing) {
    for (const double hz : {41.2, 82.4, 196.0, 440.0}) {
        EXPECT_LT(worst_cents(tracked(tone(hz, 0.6, 48000.0, 2)), hz), 1.0) << hz;
    }
}

TEST(PitchTracker, GivesTheSameFramesInAnyBlocks) {
    auto samples = sung([](double t) { return 200.0 * std::exp2(t); }, 1.3);
    std::fill_n(samples.begin() + 20000, 9000, 0.0F);
    auto tracker = *PitchTracker::create({});
    const auto expected = tracked(tracker, samples);
    ASSERT_EQ(expected.size(), 130U);
    for (const std::size_t block : {1, 7, 480, 1000, 65536}) {
        tracker.reset();
        EXPECT_TRUE(same(tracked(tracker, samples, 1, block), expected)) << block;
    }
}

TEST(PitchTracker, CentersEachFrameOnItsTenMilliseconds) {
    for (const double rate : {8000.0, 11025.0, 44100.0, 192000.0}) {
        const auto frames = tracked(tone(330.0, 0.5, rate), {.sample_rate = rate});
        ASSERT_GE(frames.size(), 50U) << rate;
        for (std::size_t i = 0; i < frames.size(); ++i) {
            EXPECT_NEAR(static_cast<double>(frames[i].time), static_cast<double>(i) * rate / 100.0, 0.51) << rate;
        }
    }
}

TEST(PitchTracker, IsRightAtEveryRateAndMixesChannels) {
    for (const double rate : {8000.0, 11025.0, 16000.0, 22050.0, 44100.0, 88200.0, 96000.0, 192000.0}) {
        const auto mono = tone(277.3, 0.5, rate);
        EXPECT_LT(worst_cents(tracked(mono, {.sample_rate = rate}), 277.3), 1.0) << rate;
        Samples stereo;
        for (const float sample : mono) stereo.insert(stereo.end(), {sample, 0.0F});
        EXPECT_LT(worst_cents(tracked(stereo, {.sample_rate = rate, .channels = 2}), 277.3), 1.0) << rate;
    }
}

TEST(PitchTracker, FollowsAGlideAndVibrato) {
    const auto glide = [](double t) { return 110.0 * std::exp2(0.5 * t); };
    const auto vibrato = [](double t) {
        return 330.0 * std::exp2(0.5 / 12.0 * std::sin(2.0 * std::numbers::pi * 5.5 * t));
    };
    for (const auto& frames : {tracked(sung(glide, 3.0))}) {
        for (std::size_t i = 10; i + 10 < frames.size(); ++i) {
            EXPECT_LT(std::abs(cents(frames[i].f0_hz, glide(0.01 * static_cast<double>(i)))), 10.0) << i;
        }
    }
    const auto frames = tracked(sung(vibrato, 2.0));
    for (std::size_t i = 10; i + 10 < frames.size(); ++i) {
        EXPECT_LT(std::abs(cents(frames[i].f0_hz, vibrato(0.01 * static_cast<double>(i)))), 20.0) << i;
    }
}

TEST(PitchTracker, FindsAToneInNoise) {
    auto samples = tone(147.0, 2.0);
    const auto hiss = noise(2.0, 0.05F);  // 12 dB below.
    std::transform(samples.begin(), samples.end(), hiss.begin(), samples.begin(), std::plus<>());
    EXPECT_LT(worst_cents(tracked(samples), 147.0), 20.0);
}

TEST(PitchTracker, HearsNothingInSilenceConstantsAndNoise) {
    EXPECT_EQ(sounding_share(tracked(Samples(48000, 0.0F))), 0.0);
    EXPECT_EQ(sounding_share(tracked(Samples(48000, 0.5F))), 0.0);
    EXPECT_EQ(sounding_share(tracked(noise(3.0, 0.1F))), 0.0);
    EXPECT_LT(sounding_share(tracked(noise(3.0, 0.01F, 0.99))), 0.02);
    EXPECT_EQ(sounding_share(tracked(noise(3.0, 1e-5F))), 0.0);
    auto quiet = tone(220.0, 1.0);
    for (float& sample : quiet) sample *= 1e-3F;
    EXPECT_EQ(sounding_share(tracked(quiet)), 0.0);
    EXPECT_GT(sounding_share(tracked(quiet, {.silence_db = -90.0})), 0.9);
}

TEST(PitchTracker, HumIsNoNoteAndLeavesTheNoteBesideItAlone) {
    for (const double mains_hz : {50.0, 60.0}) {
        auto hum = tone(mains_hz, 2.0, 48000.0, 1, 3);
        for (float& sample : hum) sample *= 0.1F;
        EXPECT_LT(sounding_share(tracked(hum)), 0.04) << mains_hz;  // Where the stream ends, it fades.
        auto both = tone(196.0, 2.0);
        std::transform(both.begin(), both.end(), hum.begin(), both.begin(), std::plus<>());
        EXPECT_LT(worst_cents(tracked(both), 196.0), 10.0) << mains_hz;
    }
}

TEST(PitchTracker, NoiseDoesNotMakeASubharmonicOfANote) {
    for (const double hz : {247.0, 622.0, 1319.0}) {
        auto samples = tone(hz, 2.0);
        const auto hiss = noise(2.0, 0.08F);  // 8 dB below.
        std::transform(samples.begin(), samples.end(), hiss.begin(), samples.begin(), std::plus<>());
        EXPECT_LT(worst_cents(tracked(samples), hz), 40.0) << hz;
    }
}

TEST(PitchTracker, ARestBetweenTwoNotesIsSilent) {
    auto samples = tone(262.0, 1.0);
    std::fill_n(samples.begin() + 20000, 6000, 0.0F);  // 125 ms, at 0.417 s.
    const auto frames = tracked(samples);
    for (std::size_t i = 44; i < 52; ++i) EXPECT_EQ(frames[i].f0_hz, 0.0) << i;
    for (const std::size_t i : {38, 39, 40, 56, 57, 58}) EXPECT_NEAR(frames[i].f0_hz, 262.0, 3.0) << i;
}

TEST(PitchTracker, ANoteBeginsUnderTheRingingOfTheOneBefore) {
    auto samples = tone(220.0, 1.0);
    const auto next = tone(262.0, 1.0);
    for (std::size_t i = 24000; i < samples.size(); ++i) {
        const double seconds = static_cast<double>(i - 24000) / 48000.0;
        const auto fades = static_cast<float>(std::exp(-seconds / 0.06));
        samples[i] = fades * samples[i] + static_cast<float>(std::min(1.0, seconds / 0.06)) * next[i];
    }
    const auto frames = tracked(samples);
    for (std::size_t i = 40; i < 49; ++i) EXPECT_NEAR(frames[i].f0_hz, 220.0, 2.0) << i;
    for (std::size_t i = 52; i < 90; ++i) EXPECT_NEAR(frames[i].f0_hz, 262.0, 4.0) << i;
}

TEST(PitchTracker, TakesWhatIsNoNumberAsSilence) {
    auto samples = tone(220.0, 1.0);
    samples[24000] = std::numeric_limits<float>::quiet_NaN();
    samples[24001] = std::numeric_limits<float>::infinity();
    const auto frames = tracked(samples);
    EXPECT_LT(worst_cents(frames, 220.0), 20.0);
    EXPECT_EQ(sounding_share(tracked(Samples(48000, std::numeric_limits<float>::quiet_NaN()))), 0.0);
}

TEST(PitchTracker, IsNewAfterReset) {
    auto tracker = *PitchTracker::create({});
    const auto samples = tone(311.0, 0.4);
    const auto first = tracked(tracker, samples);
    tracker.reset();
    tracker.process({noise(0.5, 0.3F), 1});
    tracker.reset();
    EXPECT_TRUE(same(tracked(tracker, samples), first));
}

TEST(PitchTracker, ComesNoLaterThanItsLatency) {
    auto tracker = *PitchTracker::create({});
    const auto samples = tone(311.0, 1.0);
    for (std::size_t done = 0; done < samples.size(); done += 100) {
        for (const auto& frame : tracker.process({std::span(samples).subspan(done, 100), 1})) {
            EXPECT_GE(done + 100, frame.time + tracker.latency_frames());
            EXPECT_LE(done + 100, frame.time + tracker.latency_frames() + 480 + 100);
        }
    }
}

TEST(PitchTracker, KeepsToItsRange) {
    const auto high = tone(880.0, 0.5);
    EXPECT_EQ(sounding_share(tracked(tone(98.0, 0.5, 48000.0, 1, 1), {.lowest_hz = 150.0, .highest_hz = 600.0})), 0.0);
    EXPECT_LT(worst_cents(tracked(tone(300.0, 0.5), {.lowest_hz = 150.0, .highest_hz = 600.0}), 300.0), 1.0);
    EXPECT_LT(worst_cents(tracked(tone(50.3, 0.5), {.highest_hz = 70.0}), 50.3), 1.0);
    EXPECT_LT(worst_cents(tracked(high, {.lowest_hz = 700.0}), 880.0), 1.0);
}

TEST(PitchTracker, AStreamShorterThanAWindowIsWhole) {
    EXPECT_TRUE(tracked(Samples{}).empty());
    EXPECT_EQ(tracked(tone(440.0, 0.1)).size(), 10U);
    EXPECT_GT(sounding_share(tracked(tone(440.0, 0.1))), 0.7);
}

TEST(PitchTracker, RefusesWhatItCannotBe) {
    for (const auto& [spec, word] : {std::pair{PitchTrackerSpec{.sample_rate = 4000.0}, "sample rate"},
                                     {PitchTrackerSpec{.channels = 9}, "channels"},
                                     {PitchTrackerSpec{.lowest_hz = 10.0}, "lowest"},
                                     {PitchTrackerSpec{.highest_hz = 9000.0}, "highest"},
                                     {PitchTrackerSpec{.lowest_hz = 500.0, .highest_hz = 400.0}, "highest"},
                                     {PitchTrackerSpec{.silence_db = std::nan("")}, "silence"},
                                     {PitchTrackerSpec{.longest_block_frames = 0}, "block"}}) {
        const auto made = PitchTracker::create(spec);
        ASSERT_FALSE(made) << word;
        EXPECT_NE(made.error().detail.find(word), std::string::npos) << made.error().detail;
    }
}

}  // namespace
}  // namespace attacca::analysis
