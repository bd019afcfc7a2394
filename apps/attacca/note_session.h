// Notes of what a device hears, to the person in front of it and to a MIDI port.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attacca/analysis/live_notes.h"
#include "attacca/device/midi_output.h"
#include "attacca/player/renderer.h"
#include "listening.h"
#include "note_latency.h"
#include "note_reader.h"
#include "stop_signal.h"
#include "subcommand.h"

namespace attacca::app {

/// Short, because a musician waits for it.
inline constexpr std::size_t kLiveBlockFrames = 256;

enum class NoteVoice { text, json };

struct NoteSessionSpec {
    std::string device;  ///< As device::StreamSpec's.
    std::size_t block_frames = kLiveBlockFrames;
    analysis::NoteRecognizerSpec recognizer;  ///< Rate and channels are filled in.
    std::optional<analysis::VoiceProfile> profile;
    std::optional<player::Position> duration;
    std::string midi_port;  ///< As open_midi_port's; empty: none.
    NoteVoice voice = NoteVoice::text;
    bool statistics = false;
    bool quiet = false;
};

/// Prints each note as it begins and as it ends, until the duration is over, the user stops it, a signal asks for it,
/// the reader has gone or the device has.
class NoteSession {
public:
    /// What was heard until then, however it ended; not called where nothing was.
    using Heard = std::function<Status(FoundNotes found)>;

    NoteSession(NoteSessionSpec spec, const StopSignal& stop) : spec_(std::move(spec)), stop_(stop) {}

    /// Keeps the notes for `heard`, if it is given.
    [[nodiscard]] ExitStatus run(const Heard& heard);

private:
    [[nodiscard]] Status open();
    void greet() const;
    [[nodiscard]] bool take(ConstAudioBlock block);
    void tell(analysis::NoteEvent::Kind kind, const analysis::FoundNote& found);
    void send(analysis::NoteEvent::Kind kind, const analysis::Note& note);
    void report() const;
    [[nodiscard]] FoundNotes found() const;

    NoteSessionSpec spec_;
    const StopSignal& stop_;
    std::optional<device::MidiOutput> midi_;
    std::unique_ptr<Listening> listening_;
    std::optional<analysis::LiveNotes> notes_;
    NoteLatency latency_;
    std::vector<analysis::FoundNote> kept_;
    bool keeps_ = false;
    std::size_t ended_ = 0;
    std::optional<Error> midi_lost_;
    bool listened_to_ = true;  ///< By a reader of standard output.
};

}  // namespace attacca::app
