// The WebSocket /v1/transcribe: blocks of samples in, what is said out.
#pragma once

#include <string_view>

#include "service/block_stream.h"

namespace attacca::service {

/// What "rate=16000&channels=1&format=i16" asks for; each may be missing, "token" is passed over.
/// Failure: names the setting, and what is expected.
[[nodiscard]] Result<BlockSpec> parse_transcript_query(std::string_view query);

/// A BlockStream that goes on where the upgrade was asked for, on one of the pool's threads; where all of them serve
/// somebody, the upgrade is answered with 503. Each event is a message, see transcript_json.h.
void serve_transcript(TcpStream stream, UpgradeRequest upgrade, const BlockSpec& spec, SharedState& state,
                      Worker& worker);

}  // namespace attacca::service
