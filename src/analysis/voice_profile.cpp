#include "attacca/analysis/voice_profile.h"

#include <algorithm>
#include <array>

#include "attacca/analysis/note_recognizer.h"

namespace attacca::analysis {
namespace {

constexpr std::array kProfiles{
    VoiceProfile{"soprano", 60, 84}, VoiceProfile{"mezzo", 57, 81},    VoiceProfile{"alto", 53, 77},
    VoiceProfile{"tenor", 48, 72},   VoiceProfile{"baritone", 45, 69}, VoiceProfile{"bass", 36, 60},
};

constexpr double kMargin = 0.8447;  // Semitones: 12·log2(1.05).

}  // namespace

bool VoiceProfile::takes(const Note& note) const noexcept {
    const double pitch = note.midi_pitch + static_cast<double>(note.cents) / 100.0;
    return pitch >= lowest_midi - kMargin && pitch <= highest_midi + kMargin;
}

std::span<const VoiceProfile> voice_profiles() noexcept { return kProfiles; }

std::optional<VoiceProfile> find_voice_profile(std::string_view name) noexcept {
    const auto found = std::ranges::find(kProfiles, name, &VoiceProfile::name);
    return found == kProfiles.end() ? std::nullopt : std::optional(*found);
}

}  // namespace attacca::analysis
