// One client's connection: requests one after another, until it asks for a stream.
#pragma once

#include "service/connection.h"

namespace attacca::service {

/// Serves the connection to its end, on the worker's thread; it keeps itself alive.
void serve_http(TcpSocket socket, SharedState& state, Worker& worker);

}  // namespace attacca::service
