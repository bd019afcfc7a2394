// Text to a program that listens at a socket.
#pragma once

#include "attacca/typing/text_target.h"

namespace attacca::typing {

[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_unix_socket_target(const std::string& path);

/// `address` is HOST:PORT.
[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_tcp_target(const std::string& address);

}  // namespace attacca::typing
