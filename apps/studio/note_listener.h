// Recognizes notes and pitch on a thread of its own: of a device, or of a whole track.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attacca/analysis/live_notes.h"
#include "attacca/base/result.h"
#include "attacca/media/playlist.h"

namespace attacca::studio {

struct NoteListenerSpec {
    std::optional<media::Track> track;  ///< Empty: the device.
    std::string device;                 ///< As device::StreamSpec's.
    std::optional<analysis::VoiceProfile> profile;
    double a4_hz = 440.0;
    analysis::Tuning tuning = analysis::Tuning::fixed;
};

/// What was heard up to a moment.
struct HeardNotes {
    std::uint64_t version = 0;               ///< Of the notes.
    std::vector<analysis::FoundNote> notes;  ///< By onset, then pitch. Those that still sound have an offset of 0.
    double heard_s = 0.0;
    double a4_hz = 440.0;
    std::optional<double> pitch_hz;  ///< Of what sounds now, in front of a device.
    std::string device_name;
    bool ended = false;            ///< Nothing more will come.
    std::optional<Error> failure;  ///< Why, if it was not the track's end.
};

/// Threads    The window's; the work is done on the listener's own.
class NoteListener {
public:
    /// Opens what is listened to on its own thread: what fails is found in what was heard.
    explicit NoteListener(NoteListenerSpec spec);
    ~NoteListener();

    /// Brings up to date what an earlier call gave; notes are copied only when they changed.
    void hear(HeardNotes& heard) const;

    /// Of a track: the pitch at this time, as far as it is known.
    [[nodiscard]] std::optional<double> pitch_at(double time_s) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::studio
