#include "attacca/analysis/note_name.h"

#include <array>
#include <cassert>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr int kSemitones = 12;
constexpr int kA4 = 69;
constexpr std::array<const char*, kSemitones> kNames{"C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"};

}  // namespace

std::string note_name(int midi_pitch) {
    assert(midi_pitch >= 0 && midi_pitch <= 127);
    return kNames[static_cast<std::size_t>(midi_pitch % kSemitones)] + std::to_string(midi_pitch / kSemitones - 1);
}

double tempered_hz(double midi_pitch, double a4_hz) noexcept {
    return a4_hz * std::exp2((midi_pitch - kA4) / kSemitones);
}

double midi_pitch_of(double frequency_hz, double a4_hz) noexcept {
    return kA4 + kSemitones * std::log2(frequency_hz / a4_hz);
}

}  // namespace attacca::analysis
