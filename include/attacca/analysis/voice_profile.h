// The ranges of voices: what a recognizer heard beyond them, nobody sang. It listens to all notes nevertheless: one
// that it may not name, it would take for its octave.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace attacca::analysis {

struct Note;

struct VoiceProfile {
    std::string_view name;
    int lowest_midi = 24;
    int highest_midi = 108;

    /// Frequencies up to 5 % beyond both ends belong to it.
    [[nodiscard]] bool takes(const Note& note) const noexcept;
};

/// soprano C4 to C6, mezzo A3 to A5, alto F3 to F5, tenor C3 to C5, baritone A2 to A4, bass C2 to C4.
[[nodiscard]] std::span<const VoiceProfile> voice_profiles() noexcept;

[[nodiscard]] std::optional<VoiceProfile> find_voice_profile(std::string_view name) noexcept;

}  // namespace attacca::analysis
