#include "attacca/dsp/signal_generator.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>

#include "attacca/base/decibels.h"
#include "attacca/base/value_range.h"

namespace attacca::dsp {
namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;

struct NamedKind {
    SignalKind kind;
    std::string_view name;
};
constexpr NamedKind kKinds[] = {
    {SignalKind::sine, "sine"},
    {SignalKind::square, "square"},
    {SignalKind::saw, "saw"},
    {SignalKind::white, "white"},
    {SignalKind::pink, "pink"},
    {SignalKind::log_sweep, "log-sweep"},
    {SignalKind::linear_sweep, "linear-sweep"},
    {SignalKind::impulse, "impulse"},
    {SignalKind::multitone, "multitone"},
};

bool is_sweep(SignalKind kind) { return kind == SignalKind::log_sweep || kind == SignalKind::linear_sweep; }
bool has_frequency(const SignalSpec& spec) {
    return spec.kind == SignalKind::sine || spec.kind == SignalKind::square || spec.kind == SignalKind::saw ||
           is_sweep(spec.kind) ||
           (spec.kind == SignalKind::impulse && spec.impulse_repeat == ImpulseRepeat::at_frequency);
}

/// Above 0 and below half the sample rate, for whatever a person or a printed range can tell apart.
ValueRange frequency_range(std::string_view name, double hz, const SignalSpec& spec) {
    return {name, hz, 0.001, spec.sample_rate / 2.0 - 0.001};
}

Status check(const SignalSpec& spec) {
    std::vector<ValueRange> ranges = {
        {"sample rate in Hz", spec.sample_rate, 1000.0, 768000.0},
        {"number of channels", static_cast<double>(spec.channels), 1.0, 64.0},
        {"level in dB", spec.level_db, -120.0, 0.0},
        {"duration in seconds", spec.duration_s, 0.5 / spec.sample_rate, 86400.0},
        {"phase in turns", spec.phase_turns, 0.0, 1.0},
        {"fade in ms", spec.fade_ms, 0.0, spec.duration_s * 500.0},
    };
    if (has_frequency(spec)) ranges.push_back(frequency_range("frequency in Hz", spec.frequency_hz, spec));
    if (is_sweep(spec.kind)) ranges.push_back(frequency_range("end frequency in Hz", spec.end_hz, spec));
    if (spec.kind == SignalKind::square) ranges.push_back({"duty", spec.duty, 0.05, 0.95});
    if (spec.kind == SignalKind::multitone) {
        ranges.push_back({"number of tones", static_cast<double>(spec.tones_hz.size()), 1.0, 64.0});
        for (const double hz : spec.tones_hz) ranges.push_back(frequency_range("tone in Hz", hz, spec));
    }
    return check_ranges("signal", ranges);
}

/// A phase as a fraction of a turn in 64 bits: it wraps by itself, and adding it up never rounds.
class Phase {
public:
    Phase(double start_turns, double step_turns)
        : start_(from_turns(start_turns)), step_(from_turns(step_turns)), value_(start_) {}

    [[nodiscard]] double turns() const noexcept { return static_cast<double>(value_ >> 11) * 0x1p-53; }
    /// Whether the last `advance` came round.
    [[nodiscard]] bool wrapped() const noexcept { return value_ < step_; }
    void advance() noexcept { value_ += step_; }
    void reset() noexcept { value_ = start_; }
    void set_step(double step_turns) noexcept { step_ = from_turns(step_turns); }

private:
    static std::uint64_t from_turns(double turns) {
        const double fraction = turns - std::floor(turns);
        return static_cast<std::uint64_t>(static_cast<long double>(fraction) * 0x1p64L);
    }
    std::uint64_t start_, step_, value_;
};

/// What rounds off a unit step at phase 0 so that its harmonics fold back less: two samples of a parabola.
double step_correction(double turns, double step_turns) noexcept {
    if (turns < step_turns) {
        const double t = turns / step_turns;
        return t + t - t * t - 1.0;
    }
    if (turns > 1.0 - step_turns) {
        const double t = (turns - 1.0) / step_turns;
        return t * t + t + t + 1.0;
    }
    return 0.0;
}

/// SplitMix64: a counter, scrambled. Any seed is a good one.
class Noise {
public:
    explicit Noise(std::uint64_t seed) : state_(seed) {}
    /// Uniform in ±1.
    double next() noexcept {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return static_cast<double>(static_cast<std::int64_t>(z ^ (z >> 31))) * 0x1p-63;
    }

private:
    std::uint64_t state_;
};

/// White noise to pink: a sum of one-pole low-passes. The poles stand at fixed frequencies for 44.1 and 48 kHz.
class PinkFilter {
public:
    double next(double white) noexcept {
        for (std::size_t i = 0; i < kPoles.size(); ++i) states_[i] = kPoles[i] * states_[i] + kGains[i] * white;
        double pink = white * 0.5362 + delayed_;
        for (const double state : states_) pink += state;
        delayed_ = white * 0.115926;
        return pink * kScale;
    }

private:
    static constexpr std::array<double, 6> kPoles = {0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616};
    static constexpr std::array<double, 6> kGains = {0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980};
    /// Brings the peaks of long stretches near ±1; what passes is held there.
    static constexpr double kScale = 0.11;
    std::array<double, 6> states_{};
    double delayed_ = 0.0;
};

}  // namespace

struct SignalGenerator::State {
    explicit State(const SignalSpec& its_spec);

    void make_frame(std::span<float> frame) noexcept;
    [[nodiscard]] double periodic_sample() noexcept;
    [[nodiscard]] double sweep_sample() const noexcept;
    [[nodiscard]] double fade() const noexcept;
    void restart();

    SignalSpec spec;
    double amplitude;
    std::uint64_t length;
    std::uint64_t fade_frames;
    std::uint64_t position = 0;
    std::vector<Phase> phases;      ///< One, but for a multitone.
    std::vector<Noise> noises;      ///< One for each channel.
    std::vector<PinkFilter> pinks;  ///< As many.
};

SignalGenerator::State::State(const SignalSpec& its_spec)
    : spec(its_spec),
      amplitude(gain_from_db(spec.level_db)),
      length(static_cast<std::uint64_t>(std::llround(spec.duration_s * spec.sample_rate))),
      fade_frames(static_cast<std::uint64_t>(std::llround(spec.fade_ms * spec.sample_rate / 1000.0))) {
    if (spec.kind == SignalKind::multitone) {
        amplitude /= static_cast<double>(spec.tones_hz.size());
        for (const double hz : spec.tones_hz) phases.emplace_back(spec.phase_turns, hz / spec.sample_rate);
    } else {
        phases.emplace_back(spec.phase_turns, spec.frequency_hz / spec.sample_rate);
    }
    restart();
}

void SignalGenerator::State::restart() {
    position = 0;
    for (Phase& phase : phases) phase.reset();
    noises.clear();
    pinks.assign(spec.channels, PinkFilter());
    Noise seeds(spec.seed);
    for (std::size_t c = 0; c < spec.channels; ++c) {
        noises.emplace_back(static_cast<std::uint64_t>(seeds.next() * 0x1p53) + spec.seed);
    }
}

double SignalGenerator::State::fade() const noexcept {
    const std::uint64_t from_edge = std::min(position, length - 1 - position);
    if (from_edge >= fade_frames) return 1.0;
    const double share = static_cast<double>(from_edge) / static_cast<double>(fade_frames);
    return 0.5 - 0.5 * std::cos(std::numbers::pi * share);
}

double SignalGenerator::State::sweep_sample() const noexcept {
    const double t = static_cast<double>(position) / spec.sample_rate;
    const double ratio = spec.end_hz / spec.frequency_hz;
    double turns = spec.phase_turns;
    if (spec.kind == SignalKind::linear_sweep) {
        turns += t * (spec.frequency_hz + (spec.end_hz - spec.frequency_hz) * t / (2.0 * spec.duration_s));
    } else if (std::abs(ratio - 1.0) < 1e-9) {
        turns += t * spec.frequency_hz;
    } else {
        const double rate = std::log(ratio) / spec.duration_s;
        turns += spec.frequency_hz * std::expm1(rate * t) / rate;
    }
    return std::sin(kTwoPi * (turns - std::floor(turns)));
}

double SignalGenerator::State::periodic_sample() noexcept {
    const double step = spec.frequency_hz / spec.sample_rate;
    const double turns = phases[0].turns();
    double sample = 0.0;
    switch (spec.kind) {
        case SignalKind::square: {
            const double since_fall = turns < spec.duty ? turns - spec.duty + 1.0 : turns - spec.duty;
            sample =
                (turns < spec.duty ? 1.0 : -1.0) + step_correction(turns, step) - step_correction(since_fall, step);
            break;
        }
        case SignalKind::saw:
            sample = 2.0 * turns - 1.0 - step_correction(turns, step);
            break;
        case SignalKind::impulse:
            sample = position == 0 || (spec.impulse_repeat == ImpulseRepeat::at_frequency && phases[0].wrapped());
            break;
        default:
            for (const Phase& phase : phases) sample += std::sin(kTwoPi * phase.turns());
    }
    for (Phase& phase : phases) phase.advance();
    return sample;
}

void SignalGenerator::State::make_frame(std::span<float> frame) noexcept {
    const double gain = amplitude * fade();
    if (spec.kind == SignalKind::white || spec.kind == SignalKind::pink) {
        for (std::size_t c = 0; c < frame.size(); ++c) {
            double sample = noises[c].next();
            if (spec.kind == SignalKind::pink) sample = std::clamp(pinks[c].next(sample), -1.0, 1.0);
            frame[c] = static_cast<float>(gain * sample);
        }
    } else {
        const double sample = is_sweep(spec.kind) ? sweep_sample() : periodic_sample();
        std::fill(frame.begin(), frame.end(), static_cast<float>(gain * sample));
    }
    ++position;
}

SignalGenerator::SignalGenerator(std::unique_ptr<State> state) : state_(std::move(state)) {}
SignalGenerator::~SignalGenerator() = default;
SignalGenerator::SignalGenerator(SignalGenerator&&) noexcept = default;
SignalGenerator& SignalGenerator::operator=(SignalGenerator&&) noexcept = default;

Result<SignalGenerator> SignalGenerator::create(const SignalSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    return SignalGenerator(std::make_unique<State>(spec));
}

std::size_t SignalGenerator::process(AudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->spec.channels);
    const std::uint64_t left = state_->length - state_->position;
    const std::size_t frames = static_cast<std::size_t>(std::min<std::uint64_t>(left, block.frames()));
    for (std::size_t i = 0; i < frames; ++i) state_->make_frame(block.frame(i));
    return frames;
}

void SignalGenerator::set_frequency(double frequency_hz) noexcept {
    if (is_sweep(state_->spec.kind) || !has_frequency(state_->spec)) return;
    assert(frequency_hz > 0.0 && frequency_hz < state_->spec.sample_rate / 2.0);
    state_->spec.frequency_hz = frequency_hz;
    state_->phases[0].set_step(frequency_hz / state_->spec.sample_rate);
}

std::uint64_t SignalGenerator::length_frames() const noexcept { return state_->length; }
std::uint64_t SignalGenerator::position_frames() const noexcept { return state_->position; }
void SignalGenerator::reset() noexcept { state_->restart(); }

std::string_view name(SignalKind kind) noexcept {
    for (const NamedKind& named : kKinds) {
        if (named.kind == kind) return named.name;
    }
    return {};
}

Result<SignalKind> parse_signal_kind(std::string_view text) {
    std::string names;
    for (const NamedKind& named : kKinds) {
        if (named.name == text) return named.kind;
        names += (names.empty() ? "" : ", ") + std::string(named.name);
    }
    return fail(ErrorCode::invalid_argument, "no signal named '" + std::string(text) + "': there are " + names);
}

}  // namespace attacca::dsp
