// The WebSocket /v1/notes: blocks of samples in, notes out.
#pragma once

#include <optional>
#include <string_view>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "service/block_stream.h"

namespace attacca::service {

struct NotesStreamSpec {
    BlockSpec blocks;
    analysis::NoteRecognizerSpec recognizer;
    std::optional<analysis::VoiceProfile> profile;
};

/// What "rate=48000&channels=1&format=i16&a4=440&voices=several&profile=alto" asks for; each may be missing, "token" is
/// passed over.
/// Failure: names the setting, and what is expected.
[[nodiscard]] Result<NotesStreamSpec> parse_notes_query(std::string_view query);

/// A BlockStream that goes on where the upgrade was asked for. Each event is a message, see append_event.
void serve_notes(TcpStream stream, UpgradeRequest upgrade, const NotesStreamSpec& spec, SharedState& state,
                 Worker& worker);

}  // namespace attacca::service
