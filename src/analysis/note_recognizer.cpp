#include "attacca/analysis/note_recognizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

#include "attacca/base/aligned_buffer.h"

namespace attacca::analysis {
namespace {

constexpr double kHopMs = 10.0;
constexpr float kGatePower = 1e-6F;
constexpr float kClearDip = 0.15F;

Status check(const NoteRecognizerSpec& spec) {
    struct Range {
        const char* name;
        double value, lowest, highest;
    };
    for (const Range& range :
         {Range{"sample rate", spec.sample_rate, 8000.0, 192000.0},
          Range{"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
          Range{"A4", spec.a4_hz, 400.0, 480.0},
          Range{"lowest pitch", static_cast<double>(spec.lowest_midi), 24.0, 108.0},
          Range{"highest pitch", static_cast<double>(spec.highest_midi), static_cast<double>(spec.lowest_midi), 108.0},
          Range{"shortest note", spec.shortest_note_ms, 10.0, 1000.0}}) {
        if (range.value >= range.lowest && range.value <= range.highest) continue;
        return fail(ErrorCode::invalid_argument,
                    std::string("notes: the ") + range.name + " is " + std::to_string(range.value) +
                        "; it must be from " + std::to_string(range.lowest) + " to " + std::to_string(range.highest));
    }
    return {};
}

}  // namespace

/// One voice: the first deep dip of the cumulative mean difference (YIN), a note when it stays on a pitch.
struct NoteRecognizer::State {
    explicit State(const NoteRecognizerSpec& its_spec);
    void start() noexcept;
    void analyze_hop() noexcept;
    double period() noexcept;
    void end_note(std::uint64_t offset) noexcept;

    NoteRecognizerSpec spec;
    std::size_t hop = 0;
    std::size_t longest_period = 0;
    AlignedBuffer<float> history;  ///< Mono; the newest two longest periods end at `filled`.
    AlignedBuffer<float> difference;
    std::size_t filled = 0;
    std::size_t to_next_hop = 0;
    std::uint64_t heard = 0;
    std::size_t hops_on_pitch = 0;
    int candidate = -1;
    bool sounds = false;
    Note note;
    std::vector<NoteEvent> events;
};

NoteRecognizer::State::State(const NoteRecognizerSpec& its_spec)
    : spec(its_spec),
      hop(static_cast<std::size_t>(std::lround(spec.sample_rate * kHopMs / 1000.0))),
      longest_period(static_cast<std::size_t>(
          std::ceil(spec.sample_rate / (spec.a4_hz * std::exp2((spec.lowest_midi - 69.5) / 12.0))))),
      history(4 * longest_period + hop),
      difference(longest_period + 1) {
    events.reserve(2 * (spec.longest_block_frames / hop + 2));
    start();
}

void NoteRecognizer::State::start() noexcept {
    filled = 2 * longest_period;
    std::fill_n(history.data(), filled, 0.0F);
    to_next_hop = hop;
    heard = 0;
    candidate = -1;
    hops_on_pitch = 0;
    sounds = false;
    events.clear();
}

double NoteRecognizer::State::period() noexcept {
    const float* newest = history.data() + filled - longest_period;
    float power = 0.0F;
    for (std::size_t i = 0; i < longest_period; ++i) power += newest[i] * newest[i];
    if (power < kGatePower * static_cast<float>(longest_period)) return 0.0;
    float total = 0.0F;
    difference[0] = 1.0F;
    for (std::size_t lag = 1; lag <= longest_period; ++lag) {
        float sum = 0.0F;
        for (std::size_t i = 0; i < longest_period; i += 2) {
            const float step = newest[i] - *(newest + i - lag);
            sum += step * step;
        }
        total += sum;
        difference[lag] = total > 0.0F ? sum * static_cast<float>(lag) / total : 1.0F;
    }
    const double shortest = spec.sample_rate / (spec.a4_hz * std::exp2((spec.highest_midi - 68.5) / 12.0));
    for (auto lag = static_cast<std::size_t>(std::max(2.0, shortest)); lag < longest_period; ++lag) {
        const float before = difference[lag - 1], here = difference[lag], after = difference[lag + 1];
        if (here > kClearDip || here > after) continue;
        const float bend = before - 2.0F * here + after;
        return static_cast<double>(lag) + (bend > 0.0F ? 0.5 * static_cast<double>((before - after) / bend) : 0.0);
    }
    return 0.0;
}

void NoteRecognizer::State::end_note(std::uint64_t offset) noexcept {
    if (!sounds) return;
    sounds = false;
    note.offset = offset;
    events.push_back({NoteEvent::Kind::off, note});
}

void NoteRecognizer::State::analyze_hop() noexcept {
    const double lag = period();
    const double pitch = lag > 0.0 ? 69.0 + 12.0 * std::log2(spec.sample_rate / lag / spec.a4_hz) : -1.0;
    const int nearest = static_cast<int>(std::lround(pitch));
    hops_on_pitch = nearest == candidate ? hops_on_pitch + 1 : 1;
    candidate = nearest;
    if (sounds && nearest != note.midi_pitch && hops_on_pitch >= 2) end_note(heard - hop);
    const auto wanted = static_cast<std::size_t>(std::ceil(spec.shortest_note_ms / kHopMs));
    if (sounds || nearest < spec.lowest_midi || nearest > spec.highest_midi || hops_on_pitch < wanted) return;
    const std::uint64_t back = hops_on_pitch * hop;
    note = {.onset = heard - std::min<std::uint64_t>(back, heard),
            .offset = 0,
            .detected = heard,
            .midi_pitch = nearest,
            .cents = static_cast<float>(100.0 * (pitch - nearest)),
            .velocity = 64.0F,
            .confidence = 1.0F - difference[static_cast<std::size_t>(lag)]};
    sounds = true;
    events.push_back({NoteEvent::Kind::on, note});
}

NoteRecognizer::NoteRecognizer(std::unique_ptr<State> state) : state_(std::move(state)) {}
NoteRecognizer::~NoteRecognizer() = default;
NoteRecognizer::NoteRecognizer(NoteRecognizer&&) noexcept = default;
NoteRecognizer& NoteRecognizer::operator=(NoteRecognizer&&) noexcept = default;

Result<NoteRecognizer> NoteRecognizer::create(const NoteRecognizerSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    return NoteRecognizer(std::make_unique<State>(spec));
}

std::span<const NoteEvent> NoteRecognizer::process(ConstAudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->spec.channels);
    State& state = *state_;
    state.events.clear();
    const float share = 1.0F / static_cast<float>(block.channels());
    for (std::size_t i = 0; i < block.frames(); ++i) {
        float mean = 0.0F;
        for (const float sample : block.frame(i)) mean += share * sample;
        state.history[state.filled++] = std::isfinite(mean) ? mean : 0.0F;
        ++state.heard;
        if (--state.to_next_hop > 0) continue;
        state.analyze_hop();
        state.to_next_hop = state.hop;
        if (state.filled + state.hop <= state.history.size()) continue;
        const std::size_t kept = 2 * state.longest_period;
        std::copy_n(state.history.data() + state.filled - kept, kept, state.history.data());
        state.filled = kept;
    }
    return state.events;
}

std::span<const NoteEvent> NoteRecognizer::finish() noexcept {
    state_->events.clear();
    state_->end_note(state_->heard);
    return state_->events;
}

void NoteRecognizer::reset() noexcept { state_->start(); }

double NoteRecognizer::a4_hz() const noexcept { return state_->spec.a4_hz; }

}  // namespace attacca::analysis
