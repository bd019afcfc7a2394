// The WebSocket /v1/notes: blocks of samples in, notes out.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <optional>
#include <string_view>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "service/connection.h"

namespace attacca::service {

enum class BlockFormat { i16, f32 };

struct NotesStreamSpec {
    BlockFormat format = BlockFormat::i16;
    analysis::NoteRecognizerSpec recognizer;
    std::optional<analysis::VoiceProfile> profile;
};

/// What "rate=48000&channels=1&format=i16&a4=440&voices=several&profile=alto" asks for; each may be missing, "token" is
/// passed over.
/// Failure: names the setting, and what is expected.
[[nodiscard]] Result<NotesStreamSpec> parse_stream_query(std::string_view query);

using UpgradeRequest = boost::beast::http::request<boost::beast::http::empty_body>;

/// Goes on where the upgrade was asked for; it keeps itself alive.
///
/// Binary messages are blocks of interleaved samples, low byte first, any number of whole frames each; the text message
/// "end" ends the stream. The first answer is {"type":"ready",...}; then each event is a message of its own, see
/// append_event; the last is {"type":"end"}. What cannot be understood is answered with {"type":"error","error":why},
/// and the stream closed. A ping is answered when the notes of the blocks before it have been sent.
///
/// Close codes: 1000 after "end", 1001 when the service stops, 1002 where the frames are none of a client's, 1003 after
/// an error, 1009 after a message of more than 1 MiB. Who does not read what is sent is not read from either, and left
/// after the idle limit.
void serve_notes(TcpStream stream, UpgradeRequest upgrade, const NotesStreamSpec& spec, SharedState& state,
                 Worker& worker);

}  // namespace attacca::service
