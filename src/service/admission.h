// Who may ask: those who have the token, and pages of allowed origins.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace attacca::service {

/// Whether a request has the token: in its header as "Bearer TOKEN", or in its query as "token=TOKEN", where escapes
/// like
/// "%2F" may stand, because a browser cannot give a WebSocket a header. Takes a time that tells nothing of the token.
[[nodiscard]] bool has_token(std::string_view authorization, std::string_view query, std::string_view token);

/// What a page of this origin is told to be allowed: nothing, itself, or "*".
[[nodiscard]] std::string_view allowed_origin(std::span<const std::string> allowed, std::string_view origin) noexcept;

/// A page that came from where its requests go: browsers ask for no leave, but send the origin with a WebSocket.
[[nodiscard]] bool is_same_origin(std::string_view origin, std::string_view host) noexcept;

}  // namespace attacca::service
