#include "service/admission.h"

#include <algorithm>
#include <charconv>

namespace attacca::service {
namespace {

constexpr std::string_view kBearer = "Bearer ";

/// In a time that does not depend on where they differ.
bool same_secret(std::string_view given, std::string_view secret) {
    unsigned differences = given.size() == secret.size() ? 0 : 1;
    for (std::size_t i = 0; i < secret.size(); ++i) {
        const char other = i < given.size() ? given[i] : '\0';
        differences |=
            static_cast<unsigned char>(static_cast<unsigned char>(other) ^ static_cast<unsigned char>(secret[i]));
    }
    return differences == 0;
}

/// The value of a query's member; nothing where it has none.
std::string_view query_member(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto member = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), member.size() + 1));
        if (member.size() > name.size() && member.starts_with(name) && member[name.size()] == '=') {
            return member.substr(name.size() + 1);
        }
    }
    return {};
}

/// What "%2F" and the like stand for; what is no such escape stands for itself.
std::string percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        const char* end = text.data() + std::min(i + 3, text.size());
        const bool escape =
            text[i] == '%' && text.size() - i > 2 && std::from_chars(text.data() + i + 1, end, byte, 16).ptr == end;
        decoded += escape ? static_cast<char>(byte) : text[i];
        if (escape) i += 2;
    }
    return decoded;
}

}  // namespace

bool has_token(std::string_view authorization, std::string_view query, std::string_view token) {
    if (authorization.starts_with(kBearer) && same_secret(authorization.substr(kBearer.size()), token)) return true;
    return same_secret(percent_decoded(query_member(query, "token")), token);
}

std::string_view allowed_origin(std::span<const std::string> allowed, std::string_view origin) noexcept {
    if (origin.empty()) return {};
    const auto found = std::ranges::find_if(allowed, [&](const auto& one) { return one == "*" || one == origin; });
    return found == allowed.end() ? std::string_view() : std::string_view(*found);
}

bool is_same_origin(std::string_view origin, std::string_view host) noexcept {
    const std::size_t scheme = origin.find("://");
    return scheme != std::string_view::npos && origin.substr(scheme + 3) == host;
}

}  // namespace attacca::service
