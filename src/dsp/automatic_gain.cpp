#include "attacca/dsp/automatic_gain.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "attacca/base/decibels.h"
#include "attacca/base/value_range.h"
#include "attacca/dsp/limiter.h"
#include "dsp/usable_sample.h"

namespace attacca::dsp {
namespace {

constexpr double kHop_s = 0.02;
constexpr std::size_t kReachHops = 37;        // How far before and after itself a level is compared.
constexpr double kAboveSoftest_db = 10.0;     // A fricative or the end of a word is less; a vowel is far more.
constexpr double kSoftest_db = -70.0;         // What a microphone makes by itself: below it all is alike.
constexpr std::size_t kFirstSpeechHops = 25;  // Half a second.
constexpr std::size_t kSpeechHops = 150;      // Three seconds.

}  // namespace

struct AutomaticGain::State {
    explicit State(const AutomaticGainSpec& given)
        : spec(given),
          hop_frames(static_cast<std::size_t>(std::llround(kHop_s * given.sample_rate))),
          limiter({.sample_rate = given.sample_rate, .channels = given.channels, .ceiling_dbtp = given.ceiling_dbtp}) {
        reset();
    }

    void reset() noexcept;
    void end_hop() noexcept;
    void learn() noexcept;
    [[nodiscard]] double softest(std::size_t first, std::size_t count) const noexcept;
    [[nodiscard]] double wanted_db() const noexcept;

    AutomaticGainSpec spec;
    std::size_t hop_frames;
    Limiter limiter;

    std::size_t frames_of_hop = 0;
    double energy = 0.0;
    std::array<double, 2 * kReachHops + 1> levels_db{};  ///< The newest last; judged is the one in the middle.
    double speech_power = 0.0;
    std::size_t speech_hops = 0;
    double gain_db = 0.0;         ///< At the end of this hop.
    double from = 1.0, to = 1.0;  ///< The gain moves over the hop.
};

void AutomaticGain::State::reset() noexcept {
    limiter.reset();
    frames_of_hop = 0;
    energy = 0.0;
    levels_db.fill(std::numeric_limits<double>::infinity());  // No dip before the beginning.
    speech_power = 0.0;
    speech_hops = 0;
    gain_db = 0.0;
    from = to = 1.0;
}

double AutomaticGain::State::softest(std::size_t first, std::size_t count) const noexcept {
    const auto begin = levels_db.begin() + static_cast<std::ptrdiff_t>(first);
    return *std::min_element(begin, begin + static_cast<std::ptrdiff_t>(count));
}

/// Takes the level in the middle into the mean, if it was speech.
void AutomaticGain::State::learn() noexcept {
    const double level_db = levels_db[kReachHops];
    if (!std::isfinite(level_db)) return;
    const double dip_db = std::max(softest(0, kReachHops), softest(kReachHops + 1, kReachHops));
    if (level_db < dip_db + kAboveSoftest_db) return;
    speech_hops = std::min(speech_hops + 1, kSpeechHops);
    speech_power += (std::pow(10.0, level_db / 10.0) - speech_power) / static_cast<double>(speech_hops);
}

double AutomaticGain::State::wanted_db() const noexcept {
    return std::clamp(spec.target_db - 10.0 * std::log10(speech_power), -spec.most_cut_db, spec.most_boost_db);
}

void AutomaticGain::State::end_hop() noexcept {
    const double power = energy / static_cast<double>(hop_frames * spec.channels);
    const double level_db = power > 0.0 ? std::max(10.0 * std::log10(power), kSoftest_db) : kSoftest_db;
    std::shift_left(levels_db.begin(), levels_db.end(), 1);
    levels_db.back() = level_db;
    energy = 0.0;
    frames_of_hop = 0;
    learn();
    const bool sounds = level_db >= softest(kReachHops, kReachHops) + kAboveSoftest_db;
    if (sounds && speech_hops >= kFirstSpeechHops) {
        gain_db += std::clamp(wanted_db() - gain_db, -spec.fall_db_per_s * kHop_s, spec.rise_db_per_s * kHop_s);
    }
    from = to;
    to = gain_from_db(gain_db);
}

Result<AutomaticGain> AutomaticGain::create(const AutomaticGainSpec& spec) {
    const ValueRange ranges[] = {{"sample rate", spec.sample_rate, 8000.0, 384000.0},
                                 {"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
                                 {"target in dB", spec.target_db, -60.0, -6.0},
                                 {"most boost in dB", spec.most_boost_db, 0.0, 60.0},
                                 {"most cut in dB", spec.most_cut_db, 0.0, 60.0},
                                 {"rise in dB per second", spec.rise_db_per_s, 0.1, 20.0},
                                 {"fall in dB per second", spec.fall_db_per_s, 0.1, 20.0},
                                 {"ceiling in dBTP", spec.ceiling_dbtp, -20.0, 0.0}};
    if (auto checked = check_ranges("automatic gain", ranges); !checked) return fail(checked.error());
    return AutomaticGain(std::make_unique<State>(spec));
}

AutomaticGain::AutomaticGain(std::unique_ptr<State> state) : state_(std::move(state)) {}
AutomaticGain::~AutomaticGain() = default;
AutomaticGain::AutomaticGain(AutomaticGain&&) noexcept = default;
AutomaticGain& AutomaticGain::operator=(AutomaticGain&&) noexcept = default;

void AutomaticGain::process(AudioBlock block) noexcept {
    State& s = *state_;
    const std::size_t channels = s.spec.channels;
    assert(block.empty() || block.channels() == channels);
    float* frame = block.data();
    for (std::size_t i = 0; i < block.frames(); ++i, frame += channels) {
        const double share = static_cast<double>(s.frames_of_hop) / static_cast<double>(s.hop_frames);
        const auto gain = static_cast<float>(s.from + (s.to - s.from) * share);
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const float sample = usable(frame[channel]);
            s.energy += static_cast<double>(sample) * sample;
            frame[channel] = sample * gain;
        }
        if (++s.frames_of_hop == s.hop_frames) s.end_hop();
    }
    s.limiter.process(block);
}

void AutomaticGain::reset() noexcept { state_->reset(); }

std::size_t AutomaticGain::latency_frames() const noexcept { return state_->limiter.latency_frames(); }

double AutomaticGain::gain_db() const noexcept { return state_->gain_db; }

}  // namespace attacca::dsp
