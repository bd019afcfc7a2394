#include "attacca/analysis/tuner.h"

#include <algorithm>
#include <cmath>

#include "attacca/analysis/note_name.h"

namespace attacca::analysis {
namespace {

constexpr std::array kGuitar{40, 45, 50, 55, 59, 64};
constexpr std::array kBass{28, 33, 38, 43};
constexpr std::array kUkulele{67, 60, 64, 69};
constexpr std::array kViolin{55, 62, 69, 76};
constexpr std::array kInstruments{Instrument{"chromatic", {}}, Instrument{"guitar", kGuitar}, Instrument{"bass", kBass},
                                  Instrument{"ukulele", kUkulele}, Instrument{"violin", kViolin}};

constexpr std::size_t kAttackFrames = 8;  // A pitch is taken from 75 ms to each side: before, there was another sound.
constexpr std::size_t kFramesPerReading = 5;
constexpr std::size_t kStrangersOfANewNote = 3;
constexpr std::size_t kSilencesOfAnEnd = 5;
constexpr double kSameNoteSemitones = 0.35;

}  // namespace

std::span<const Instrument> instruments() { return kInstruments; }

std::optional<TunerReading> Tuner::take(const PitchFrame& frame) {
    if (frame.f0_hz <= 0.0) {
        if (++silences_ >= kSilencesOfAnEnd) count_ = 0;
        return std::nullopt;
    }
    silences_ = 0;
    add(midi_pitch_of(frame.f0_hz, spec_.a4_hz));
    if (note_frames_ <= kAttackFrames) return std::nullopt;
    if (frames_to_reading_ > 0) {
        --frames_to_reading_;
        return std::nullopt;
    }
    frames_to_reading_ = kFramesPerReading - 1;
    return reading(frame);
}

/// One frame far off is an error; several are the next note.
void Tuner::add(double semitones) {
    if (count_ > 0 && std::abs(semitones - median()) > kSameNoteSemitones) {
        if (++strangers_ < kStrangersOfANewNote) return;
        count_ = 0;
    }
    strangers_ = 0;
    if (count_ == 0) note_frames_ = 0;
    if (note_frames_++ <= kAttackFrames) {
        next_ = 0;
        count_ = 0;
        frames_to_reading_ = 0;
    }
    pitches_[next_] = semitones;
    next_ = (next_ + 1) % kMostFrames;
    count_ = std::min(count_ + 1, kMostFrames);
}

double Tuner::median() const {
    auto sorted = pitches_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count_ / 2);
    std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(count_));
    return *middle;
}

TunerReading Tuner::reading(const PitchFrame& frame) const {
    const double semitones = median();
    const double nearest = std::round(semitones);
    TunerReading reading{.time_s = static_cast<double>(frame.time) / spec_.sample_rate,
                         .hz = tempered_hz(semitones, spec_.a4_hz),
                         .midi_pitch = static_cast<int>(nearest),
                         .cents = 100.0 * (semitones - nearest),
                         .confidence = frame.confidence,
                         .string_pitch = std::nullopt};
    const auto& strings = spec_.instrument.strings;
    const auto string = std::min_element(strings.begin(), strings.end(), [&](int a, int b) {
        return std::abs(semitones - a) < std::abs(semitones - b);
    });
    if (string != strings.end()) {
        reading.string_pitch = *string;
        reading.string_cents = 100.0 * (semitones - *string);
    }
    return reading;
}

}  // namespace attacca::analysis
