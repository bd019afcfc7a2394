#include "attacca/analysis/voice_detector.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>
#include <variant>
#include <vector>

#include "analysis/silero_network.h"
#include "analysis/speech_rate.h"
#include "analysis/voice_clues.h"
#include "analysis/voice_gate.h"
#include "analysis/voice_network.h"
#include "attacca/base/value_range.h"

namespace attacca::analysis {
namespace {

constexpr double kFrames_per_ms = 0.1;
// Silero's network is late to be sure: with these, one chunk of 32 ms at 0.5 is 20 ms of certain speech.
constexpr double kSileroCertainOdds = 3.0;
constexpr double kSileroPriorOdds = 2.0;
constexpr std::size_t kMostJudged = 512;

static_assert(kVoiceRate_hz == SpeechRate::kRate_hz && kSileroRate_hz == SpeechRate::kRate_hz);
static_assert(kVoiceHop <= kMostJudged && kSileroChunk <= kMostJudged);

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

/// The clues and the network of our own, judging each hop.
class BuiltInJudge {
public:
    static constexpr std::size_t kFrames = kVoiceHop;
    float judge(std::span<const float> frames) noexcept { return network_.process(clues_.process(frames)); }
    void reset() noexcept {
        clues_.reset();
        network_.reset();
    }

private:
    VoiceClues clues_;
    VoiceNetwork network_;
};

class SileroJudge {
public:
    static constexpr std::size_t kFrames = kSileroChunk;
    explicit SileroJudge(std::shared_ptr<const SileroWeights> weights) : network_(std::move(weights)) {}
    float judge(std::span<const float> frames) noexcept { return network_.process(frames); }
    void reset() noexcept { network_.reset(); }

private:
    SileroNetwork network_;
};

using Judge = std::variant<BuiltInJudge, SileroJudge>;

Judge judge_of(std::shared_ptr<const SileroWeights> silero) {
    if (silero == nullptr) return Judge(std::in_place_type<BuiltInJudge>);
    return Judge(std::in_place_type<SileroJudge>, std::move(silero));
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
    State(const VoiceDetectorSpec& its_spec, Judge its_judge);

    void begin() noexcept;
    void hear(ConstAudioBlock piece) noexcept;
    void hear_silence(std::size_t frames) noexcept;
    void take(std::span<const float> speech) noexcept;
    void judge_pending() noexcept;
    void emit(float probability) noexcept;
    void tell(VoiceEvent::Kind kind, std::uint64_t frame) noexcept;
    [[nodiscard]] std::uint64_t time_of(std::uint64_t frame) const noexcept {
        return static_cast<std::uint64_t>(std::llround(static_cast<double>(frame) * spec.sample_rate / 100.0));
    }

    VoiceDetectorSpec spec;
    SpeechRate rate;
    Judge judge;
    VoiceGate gate;
    std::size_t judged_at_once;
    std::array<float, SpeechRate::kLongest> mono{};
    std::array<float, kMostJudged> pending{};
    std::size_t pending_count = 0;
    std::uint64_t taken = 0;    ///< Frames of the input.
    std::uint64_t judged = 0;   ///< Samples at the rate of speech.
    std::uint64_t emitted = 0;  ///< Frames of ten milliseconds.
    std::uint64_t last_end = 0;
    std::vector<VoiceFrame> frames;  ///< These never grow beyond what was reserved.
    std::vector<VoiceEvent> events;
};

VoiceDetector::State::State(const VoiceDetectorSpec& its_spec, Judge its_judge)
    : spec(its_spec),
      rate(spec.sample_rate),
      judge(std::move(its_judge)),
      gate(gate_spec(spec)),
      judged_at_once(std::visit([](const auto& one) { return one.kFrames; }, judge)) {
    constexpr std::size_t kHeldBack = 16;  // Of an unfinished chunk, and of the rate's reach.
    const double seconds = static_cast<double>(spec.longest_block_frames) / spec.sample_rate;
    frames.reserve(static_cast<std::size_t>(100.0 * seconds) + kHeldBack);
    events.reserve(frames.capacity());
}

void VoiceDetector::State::begin() noexcept {
    rate.reset();
    std::visit([](auto& one) { one.reset(); }, judge);
    gate.reset();
    pending_count = 0;
    taken = judged = emitted = last_end = 0;
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
        const std::size_t count = std::min(speech.size(), judged_at_once - pending_count);
        std::copy_n(speech.begin(), count, pending.begin() + static_cast<std::ptrdiff_t>(pending_count));
        pending_count += count;
        speech = speech.subspan(count);
        if (pending_count == judged_at_once) judge_pending();
    }
}

void VoiceDetector::State::judge_pending() noexcept {
    const float probability =
        std::visit([this](auto& one) { return one.judge(std::span(pending).first(one.kFrames)); }, judge);
    pending_count = 0;
    judged += judged_at_once;
    // A frame belongs to the chunk that its middle lies in.
    while (emitted * kVoiceHop + kVoiceHop / 2 < judged) emit(probability);
}

void VoiceDetector::State::emit(float probability) noexcept {
    const std::uint64_t frame = emitted++;
    if (const auto since = gate.take(frame, probability)) {
        tell(gate.speech() ? VoiceEvent::Kind::begin : VoiceEvent::Kind::end, *since);
    }
    frames.push_back({.time = time_of(frame), .probability = probability, .speech = gate.speech()});
}

void VoiceDetector::State::tell(VoiceEvent::Kind kind, std::uint64_t frame) noexcept {
    const std::uint64_t time = time_of(frame);
    VoiceEvent event{.kind = kind, .time = time, .preroll = time, .decided = rate.frames_for(judged)};
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
    return VoiceDetector(std::make_unique<State>(spec, judge_of(spec.model.silero_)));
}

std::span<const VoiceFrame> VoiceDetector::process(ConstAudioBlock block) noexcept {
    State& state = *state_;
    assert(block.empty() || block.channels() == state.spec.channels);
    assert(block.frames() <= state.spec.longest_block_frames);
    state.frames.clear();
    state.events.clear();
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t frames = std::min(block.frames() - done, SpeechRate::kLongest);
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
