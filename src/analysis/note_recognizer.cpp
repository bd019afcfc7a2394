#include "attacca/analysis/note_recognizer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

#include "analysis/note_activations.h"
#include "analysis/note_decimator.h"
#include "analysis/note_dictionary.h"
#include "analysis/note_evidence.h"
#include "analysis/note_readings.h"
#include "analysis/note_spectrum.h"
#include "analysis/note_tracker.h"

namespace attacca::analysis {
namespace {

constexpr double kHopMs = 10.0;
constexpr double kLowestA4 = 400.0;
constexpr double kHighestA4 = 480.0;
constexpr float kLoudest = 1e3F;

Status check(const NoteRecognizerSpec& spec) {
    struct Range {
        const char* name;
        double value, lowest, highest;
    };
    for (const Range& range : {Range{"sample rate", spec.sample_rate, 8000.0, 192000.0},
                               Range{"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
                               Range{"A4", spec.a4_hz, kLowestA4, kHighestA4},
                               Range{"lowest pitch", static_cast<double>(spec.lowest_midi), kLowestMidi, kHighestMidi},
                               Range{"highest pitch", static_cast<double>(spec.highest_midi),
                                     static_cast<double>(spec.lowest_midi), kHighestMidi},
                               Range{"shortest note", spec.shortest_note_ms, 10.0, 1000.0}}) {
        if (range.value >= range.lowest && range.value <= range.highest) continue;
        return fail(ErrorCode::invalid_argument,
                    std::string("notes: the ") + range.name + " is " + std::to_string(range.value) +
                        "; it must be from " + std::to_string(range.lowest) + " to " + std::to_string(range.highest));
    }
    return {};
}

}  // namespace

struct NoteRecognizer::State {
    State(const NoteRecognizerSpec& its_spec, const NoteDecimator& its_decimator, NoteSpectrum its_spectrum);
    void start() noexcept;
    void hear(float sample) noexcept;
    void follow_tuning() noexcept;
    void tell_in_frames(std::size_t first) noexcept;

    NoteRecognizerSpec spec;
    NoteDecimator decimator;
    NoteSpectrum spectrum;  ///< Still at 440 Hz when the dictionary is made from it.
    NoteDictionary dictionary;
    NoteActivations activations;
    NoteEvidence evidence;
    NoteTracker tracker;
    TuningEstimate tuning;
    double a4_hz = 440.0;
    alignas(64) PitchSpectrum whitened{};
    std::array<PitchReading, kPitches> readings{};
    std::uint64_t heard = 0;
    std::vector<NoteEvent> events;
};

NoteRecognizer::State::State(const NoteRecognizerSpec& its_spec, const NoteDecimator& its_decimator,
                             NoteSpectrum its_spectrum)
    : spec(its_spec),
      decimator(its_decimator),
      spectrum(std::move(its_spectrum)),
      dictionary(spectrum),
      activations(dictionary),
      tracker({.voices = spec.voices,
               .lowest_midi = spec.lowest_midi,
               .highest_midi = spec.highest_midi,
               .shortest_hops = static_cast<int>(std::ceil(spec.shortest_note_ms / kHopMs))}) {
    const std::size_t hop_frames = spectrum.hop() * decimator.factor();
    events.reserve(NoteTracker::kMostEvents * (spec.longest_block_frames / hop_frames + 2));
    start();
}

void NoteRecognizer::State::start() noexcept {
    decimator.reset();
    spectrum.reset();
    activations.reset();
    evidence.reset();
    tracker.reset();
    tuning.reset();
    a4_hz = spec.a4_hz;
    spectrum.set_a4(a4_hz);
    heard = 0;
    events.clear();
}

void NoteRecognizer::State::hear(float sample) noexcept {
    ++heard;
    if (!decimator.push(sample) || !spectrum.push(sample)) return;
    whiten(spectrum.powers(), whitened);
    activations.update(whitened);
    evidence.update(whitened, activations, spectrum.flash());
    for (std::size_t pitch = 0; pitch < kPitches; ++pitch) {
        if (evidence.considered(pitch)) readings[pitch] = read_pitch(spectrum.powers(), pitch);
    }
    const std::size_t first = events.size();
    tracker.update({evidence.odds(), evidence.rises(), activations.of_pitches(), readings}, events);
    tell_in_frames(first);
    if (spec.tuning == Tuning::automatic) follow_tuning();
}

void NoteRecognizer::State::follow_tuning() noexcept {
    for (std::size_t pitch = 0; pitch < kPitches; ++pitch) {
        if (!evidence.considered(pitch)) continue;
        tuning.add(readings[pitch].cents, activations.of_pitches()[pitch] / activations.total());
    }
    const float cents = tuning.take_correction();
    if (cents == 0.0F) return;
    a4_hz = std::clamp(a4_hz * std::exp2(static_cast<double>(cents) / 1200.0), kLowestA4, kHighestA4);
    spectrum.set_a4(a4_hz);
}

void NoteRecognizer::State::tell_in_frames(std::size_t first) noexcept {
    const std::uint64_t hop_frames = spectrum.hop() * decimator.factor();
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
    const NoteDecimator decimator(spec.sample_rate);
    auto spectrum = NoteSpectrum::create(spec.sample_rate / static_cast<double>(decimator.factor()), 440.0);
    if (!spectrum) return fail(spectrum.error());
    return NoteRecognizer(std::make_unique<State>(spec, decimator, std::move(*spectrum)));
}

std::span<const NoteEvent> NoteRecognizer::process(ConstAudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->spec.channels);
    state_->events.clear();
    const float share = 1.0F / static_cast<float>(block.channels());
    for (std::size_t i = 0; i < block.frames(); ++i) {
        float mean = 0.0F;
        for (const float sample : block.frame(i)) mean += share * sample;
        state_->hear(std::abs(mean) < kLoudest ? mean : 0.0F);  // NaN is not less.
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
