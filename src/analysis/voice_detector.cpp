#include "attacca/analysis/voice_detector.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/silero_network.h"
#include "analysis/voice_clues.h"
#include "analysis/voice_gate.h"
#include "analysis/voice_network.h"
#include "attacca/base/value_range.h"
#include "attacca/dsp/speech_resampler.h"

namespace attacca::analysis {
namespace {

constexpr double kFrames_per_ms = 0.1;
// Silero's network is late to be sure.
constexpr double kSileroCertainOdds = 3.0;
constexpr double kSileroPriorOdds = 1.5;

static_assert(kVoiceRate_hz == dsp::SpeechResampler::kRate_hz && kSileroRate_hz == dsp::SpeechResampler::kRate_hz);

Status check(const VoiceDetectorSpec& spec) {
    const std::array ranges = {
        ValueRange{"sample rate", spec.sample_rate, 8000.0, 192000.0},
        ValueRange{"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
        ValueRange{"attack", spec.attack_ms, 10.0, 2000.0},
        ValueRange{"release", spec.release_ms, 10.0, 2000.0},
        ValueRange{"pre-roll", spec.preroll_ms, 0.0, 2000.0},
        ValueRange{"longest block", static_cast<double>(spec.longest_block_frames), 1.0, 16777216.0}};
    return check_ranges("voice", ranges);
}

/// Gathers samples until a network can judge them.
template <std::size_t kCount>
class Chunk {
public:
    [[nodiscard]] std::size_t missing() const noexcept { return kCount - held_; }

    /// True when these, no more than are missing, have filled it; the next ones begin another.
    bool add(std::span<const float> samples) noexcept {
        std::ranges::copy(samples, samples_.begin() + static_cast<std::ptrdiff_t>(held_));
        held_ = (held_ + samples.size()) % kCount;
        return held_ == 0;
    }

    [[nodiscard]] std::span<const float> samples() const noexcept { return samples_; }
    void reset() noexcept { held_ = 0; }

private:
    std::array<float, kCount> samples_{};
    std::size_t held_ = 0;
};

/// The clues and the network of our own, judging each hop.
class BuiltInJudge {
public:
    float judge(std::span<const float> hop) noexcept { return network_.process(clues_.process(hop)); }
    void reset() noexcept {
        clues_.reset();
        network_.reset();
    }

private:
    VoiceClues clues_;
    VoiceNetwork network_;
};

/// The probability whose odds are the mean of both, in logarithms.
float mean_odds(float one, float other) noexcept {
    const double yes = std::sqrt(static_cast<double>(one) * other);
    const double no = std::sqrt((1.0 - one) * (1.0 - other));
    return static_cast<float>(yes + no > 0.0 ? yes / (yes + no) : 0.5);
}

std::optional<SileroNetwork> silero_of(const std::shared_ptr<const SileroWeights>& weights) {
    if (weights == nullptr) return std::nullopt;
    return SileroNetwork(weights);
}

VoiceGateSpec gate_spec(const VoiceDetectorSpec& spec) {
    VoiceGateSpec gate{.attack_frames = spec.attack_ms * kFrames_per_ms,
                       .release_frames = spec.release_ms * kFrames_per_ms};
    if (!spec.model.is_built_in()) {
        gate.certain_odds = kSileroCertainOdds;
        gate.prior_odds = kSileroPriorOdds;
    }
    return gate;
}

}  // namespace

VoiceModel::VoiceModel() = default;

Result<VoiceModel> VoiceModel::load_silero(const std::string& path) {
    auto weights = SileroWeights::load(path);
    if (!weights) return fail(weights.error());
    VoiceModel model;
    model.silero_ = std::move(*weights);
    return model;
}

struct VoiceDetector::State {
    State(const VoiceDetectorSpec& its_spec, std::optional<SileroNetwork> its_silero);

    void begin() noexcept;
    void hear(ConstAudioBlock piece) noexcept;
    void hear_silence(std::size_t frames) noexcept;
    void take(std::span<const float> speech) noexcept;
    void judge_hop() noexcept;
    void emit() noexcept;
    void tell(VoiceEvent::Kind kind, std::uint64_t frame) noexcept;
    [[nodiscard]] std::uint64_t time_of(std::uint64_t frame) const noexcept {
        return static_cast<std::uint64_t>(std::llround(static_cast<double>(frame) * spec.sample_rate / 100.0));
    }

    /// Longer than any chunk in frames.
    static constexpr std::size_t kWaiting = 8;
    static_assert(kSileroChunk + kVoiceHop < kWaiting * kVoiceHop);

    VoiceDetectorSpec spec;
    dsp::SpeechResampler rate;
    BuiltInJudge built_in;
    std::optional<SileroNetwork> silero;
    VoiceGate gate;
    std::array<float, dsp::SpeechResampler::kLongest> mono{};
    Chunk<kVoiceHop> hop;
    Chunk<kSileroChunk> chunk;
    std::array<VoiceFrame, kWaiting> waiting{};  ///< Judged by the built-in network, not yet emitted.
    float silero_probability = 0.0F;             ///< Of the last chunk.
    std::uint64_t taken = 0;                     ///< Frames of the input.
    std::uint64_t chunks = 0;
    std::uint64_t hops = 0;
    std::uint64_t emitted = 0;  ///< Frames of ten milliseconds.
    std::uint64_t last_end = 0;
    std::vector<VoiceFrame> frames;  ///< These never grow beyond what was reserved.
    std::vector<VoiceEvent> events;
};

VoiceDetector::State::State(const VoiceDetectorSpec& its_spec, std::optional<SileroNetwork> its_silero)
    : spec(its_spec), rate(spec.sample_rate), silero(std::move(its_silero)), gate(gate_spec(spec)) {
    constexpr std::size_t kHeldBack = 16;  // Of an unfinished chunk, and of the rate's reach.
    const double seconds = static_cast<double>(spec.longest_block_frames) / spec.sample_rate;
    frames.reserve(static_cast<std::size_t>(100.0 * seconds) + kHeldBack);
    events.reserve(frames.capacity());
}

void VoiceDetector::State::begin() noexcept {
    rate.reset();
    built_in.reset();
    if (silero) silero->reset();
    gate.reset();
    hop.reset();
    chunk.reset();
    silero_probability = 0.0F;
    taken = chunks = hops = emitted = last_end = 0;
    frames.clear();
    events.clear();
}

void VoiceDetector::State::hear(ConstAudioBlock piece) noexcept {
    const std::size_t channels = spec.channels;
    const float share = 1.0F / static_cast<float>(channels);
    for (std::size_t i = 0; i < piece.frames(); ++i) {
        float sum = 0.0F;
        for (std::size_t c = 0; c < channels; ++c) {
            const float sample = piece.samples()[i * channels + c];
            if (std::isfinite(sample)) sum += sample;
        }
        mono[i] = share * sum;
    }
    taken += piece.frames();
    take(rate.process({mono.data(), piece.frames()}));
}

void VoiceDetector::State::hear_silence(std::size_t frames_of_it) noexcept {
    std::fill_n(mono.begin(), frames_of_it, 0.0F);
    take(rate.process({mono.data(), frames_of_it}));
}

void VoiceDetector::State::take(std::span<const float> speech) noexcept {
    while (!speech.empty()) {
        const auto samples = speech.first(std::min({speech.size(), hop.missing(), chunk.missing()}));
        speech = speech.subspan(samples.size());
        if (chunk.add(samples) && silero) {
            silero_probability = silero->process(chunk.samples());
            ++chunks;
        }
        if (hop.add(samples)) judge_hop();
        // A frame belongs to the chunk that its middle lies in.
        while (emitted < hops && (!silero || emitted * kVoiceHop + kVoiceHop / 2 < chunks * kSileroChunk)) emit();
    }
}

void VoiceDetector::State::judge_hop() noexcept {
    const std::uint64_t frame = hops++;
    const float probability = built_in.judge(hop.samples());
    // Silero's last chunk may be 30 ms old: the built-in network knows sooner, both together better.
    if (const auto since = gate.take(frame, silero ? mean_odds(probability, silero_probability) : probability)) {
        tell(gate.speech() ? VoiceEvent::Kind::begin : VoiceEvent::Kind::end, *since);
    }
    waiting[frame % kWaiting] = {.time = time_of(frame), .probability = probability, .speech = gate.speech()};
}

void VoiceDetector::State::emit() noexcept {
    frames.push_back(waiting[emitted++ % kWaiting]);
    if (silero) frames.back().probability = silero_probability;
}

void VoiceDetector::State::tell(VoiceEvent::Kind kind, std::uint64_t frame) noexcept {
    const std::uint64_t time = time_of(frame);
    VoiceEvent event{.kind = kind, .time = time, .preroll = time, .decided = rate.frames_for(hops * kVoiceHop)};
    if (kind == VoiceEvent::Kind::begin) {
        const auto ahead = static_cast<std::uint64_t>(spec.preroll_ms / 1000.0 * spec.sample_rate + 0.5);
        event.preroll = std::max(last_end, time - std::min(time, ahead));
    } else {
        last_end = time;
    }
    events.push_back(event);
}

VoiceDetector::VoiceDetector(std::unique_ptr<State> state) : state_(std::move(state)) {}
VoiceDetector::~VoiceDetector() = default;
VoiceDetector::VoiceDetector(VoiceDetector&&) noexcept = default;
VoiceDetector& VoiceDetector::operator=(VoiceDetector&&) noexcept = default;

Result<VoiceDetector> VoiceDetector::create(const VoiceDetectorSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    return VoiceDetector(std::make_unique<State>(spec, silero_of(spec.model.silero_)));
}

std::span<const VoiceFrame> VoiceDetector::process(ConstAudioBlock block) noexcept {
    State& state = *state_;
    assert(block.empty() || block.channels() == state.spec.channels);
    assert(block.frames() <= state.spec.longest_block_frames);
    state.frames.clear();
    state.events.clear();
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t frames = std::min(block.frames() - done, dsp::SpeechResampler::kLongest);
        state.hear(block.subblock(done, frames));
        done += frames;
    }
    return state.frames;
}

std::span<const VoiceFrame> VoiceDetector::finish() noexcept {
    State& state = *state_;
    state.frames.clear();
    state.events.clear();
    // Silence, until all is judged that was heard.
    while (state.time_of(state.emitted) < state.taken) state.hear_silence(1);
    // Frames that lie in the silence are none of the stream's.
    std::erase_if(state.frames, [&](const VoiceFrame& frame) { return frame.time >= state.taken; });
    bool speech = state.gate.speech();
    if (!state.events.empty() && state.events.back().time >= state.taken) {
        speech = !speech;
        state.events.pop_back();
    }
    for (auto& event : state.events) event.decided = std::min(event.decided, state.taken);
    if (speech) state.events.push_back({VoiceEvent::Kind::end, state.taken, state.taken, state.taken});
    return state.frames;
}

std::span<const VoiceEvent> VoiceDetector::events() const noexcept { return state_->events; }

void VoiceDetector::reset() noexcept { state_->begin(); }

}  // namespace attacca::analysis
