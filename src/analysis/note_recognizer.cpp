#include "attacca/analysis/note_recognizer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

#include "analysis/note_listener.h"
#include "analysis/note_network.h"
#include "analysis/note_readings.h"
#include "analysis/note_tracker.h"
#include "attacca/base/value_range.h"

namespace attacca::analysis {
namespace {

constexpr double kHopMs = 10.0;
constexpr double kLowestA4 = 400.0;
constexpr double kHighestA4 = 480.0;
constexpr float kLoudest = 1e3F;
constexpr float kNoOdds = -8.0F;
constexpr float kTuningShare = 0.05F;   ///< Of the spectrum: weaker pitches say nothing of the tuning,
constexpr float kWorthTuning = -4.0F;   ///< nor do less likely ones.
constexpr float kWorthReading = -2.0F;  ///< Odds from which on a pitch's cents and level are read.

Status check(const NoteRecognizerSpec& spec) {
    const std::array ranges = {
        ValueRange{"sample rate", spec.sample_rate, 8000.0, 192000.0},
        ValueRange{"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
        ValueRange{"A4", spec.a4_hz, kLowestA4, kHighestA4},
        ValueRange{"lowest pitch", static_cast<double>(spec.lowest_midi), kLowestMidi, kHighestMidi},
        ValueRange{"highest pitch", static_cast<double>(spec.highest_midi), static_cast<double>(spec.lowest_midi),
                   kHighestMidi},
        ValueRange{"shortest note", spec.shortest_note_ms, 10.0, 1000.0}};
    return check_ranges("notes", ranges);
}

}  // namespace

struct NoteRecognizer::State {
    State(const NoteRecognizerSpec& its_spec, NoteListener its_listener);
    void start() noexcept;
    void hear(std::span<const float> samples) noexcept;
    void judge() noexcept;
    void follow_tuning() noexcept;
    void tell_in_frames(std::size_t first) noexcept;

    NoteRecognizerSpec spec;
    NoteListener listener;
    NoteTracker tracker;
    TuningEstimate tuning;
    double a4_hz = 440.0;
    std::array<NoteOdds, kPitches> odds{};
    std::array<PitchReading, kPitches> readings{};
    std::vector<NoteEvent> events;
};

NoteRecognizer::State::State(const NoteRecognizerSpec& its_spec, NoteListener its_listener)
    : spec(its_spec),
      listener(std::move(its_listener)),
      tracker({.voices = spec.voices,
               .lowest_midi = spec.lowest_midi,
               .highest_midi = spec.highest_midi,
               .shortest_hops = static_cast<int>(std::ceil(spec.shortest_note_ms / kHopMs))}) {
    events.reserve(NoteTracker::kMostEvents * (spec.longest_block_frames / listener.hop_frames() + 2));
    start();
}

void NoteRecognizer::State::start() noexcept {
    listener.reset();
    tracker.reset();
    tuning.reset();
    readings.fill({});
    a4_hz = spec.a4_hz;
    listener.set_a4(a4_hz);
    events.clear();
}

void NoteRecognizer::State::hear(std::span<const float> samples) noexcept {
    listener.hear(samples, [this] { judge(); });
}

void NoteRecognizer::State::judge() noexcept {
    const NoteEvidence& evidence = listener.evidence();
    std::array<NoteOdds, kPitches> weighed;
    weigh(evidence.clues(), weighed.data());
    odds.fill({kNoOdds, kNoOdds, 0.0F});
    for (std::size_t i = 0; i < evidence.considered().size(); ++i) {
        const std::size_t pitch = evidence.considered()[i];
        odds[pitch] = weighed[i];
        if (odds[pitch].sounds <= kWorthReading) continue;
        readings[pitch] = read_pitch(listener.powers(), pitch);
        if (is_on_mains(pitch, readings[pitch].cents, a4_hz)) odds[pitch] = {kNoOdds, kNoOdds, 0.0F};
    }
    const std::size_t first = events.size();
    tracker.update({odds, readings}, events);
    tell_in_frames(first);
    if (spec.tuning == Tuning::automatic) follow_tuning();
}

void NoteRecognizer::State::follow_tuning() noexcept {
    const NoteActivations& activations = listener.activations();
    for (const std::size_t pitch : listener.evidence().considered()) {
        const float share = activations.of_pitches()[pitch] / activations.total();
        if (share > kTuningShare && odds[pitch].sounds > kWorthTuning)
            tuning.add(read_pitch(listener.powers(), pitch).cents, share);
    }
    const float cents = tuning.take_correction();
    if (cents == 0.0F) return;
    a4_hz = std::clamp(a4_hz * std::exp2(static_cast<double>(cents) / 1200.0), kLowestA4, kHighestA4);
    listener.set_a4(a4_hz);
}

void NoteRecognizer::State::tell_in_frames(std::size_t first) noexcept {
    const std::uint64_t hop_frames = listener.hop_frames();
    for (std::size_t i = first; i < events.size(); ++i) {
        Note& note = events[i].note;
        note.onset *= hop_frames;
        note.detected *= hop_frames;
        note.offset = events[i].kind == NoteEvent::Kind::on ? 0 : note.offset * hop_frames;
    }
}

NoteRecognizer::NoteRecognizer(std::unique_ptr<State> state) : state_(std::move(state)) {}
NoteRecognizer::~NoteRecognizer() = default;
NoteRecognizer::NoteRecognizer(NoteRecognizer&&) noexcept = default;
NoteRecognizer& NoteRecognizer::operator=(NoteRecognizer&&) noexcept = default;

Result<NoteRecognizer> NoteRecognizer::create(const NoteRecognizerSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    auto listener = NoteListener::create(spec.sample_rate);
    if (!listener) return fail(listener.error());
    return NoteRecognizer(std::make_unique<State>(spec, std::move(*listener)));
}

std::span<const NoteEvent> NoteRecognizer::process(ConstAudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->spec.channels);
    state_->events.clear();
    const float share = 1.0F / static_cast<float>(block.channels());
    std::array<float, HalfRate::kLongest> mono;
    for (std::size_t done = 0; done < block.frames(); done += mono.size()) {
        const std::size_t count = std::min(mono.size(), block.frames() - done);
        for (std::size_t i = 0; i < count; ++i) {
            float mean = 0.0F;
            for (const float sample : block.frame(done + i)) mean += share * sample;
            mono[i] = std::abs(mean) < kLoudest ? mean : 0.0F;  // NaN is not less.
        }
        state_->hear({mono.data(), count});
    }
    return state_->events;
}

std::span<const NoteEvent> NoteRecognizer::finish() noexcept {
    state_->events.clear();
    state_->tracker.finish(state_->events);
    state_->tell_in_frames(0);
    return state_->events;
}

void NoteRecognizer::reset() noexcept { state_->start(); }

double NoteRecognizer::a4_hz() const noexcept { return state_->a4_hz; }

}  // namespace attacca::analysis
