#include "service/base64.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "attacca/kernels/base64.h"

namespace attacca::service {

/// Four characters, or what stands before the end; an escape among them.
std::optional<Base64Reader::Group> Base64Reader::take_group() noexcept {
    Group group;
    while (group.characters < 4 && !text_.empty() && text_.front() != '=') {
        if (text_.starts_with("\\/")) text_.remove_prefix(1);
        // The value of a character is the top of the group that it begins.
        const std::array<char, 4> alone{text_.front(), 'A', 'A', 'A'};
        std::array<std::uint8_t, 3> bytes;
        if (kernels::decode_base64(alone.data(), alone.size(), bytes.data()) == 0) return std::nullopt;
        group.bits = group.bits << 6 | bytes[0] >> 2;
        ++group.characters;
        text_.remove_prefix(1);
    }
    if (group.characters == 4) return group;
    const std::size_t padding = text_.size();
    if (text_.find_first_not_of('=') != std::string_view::npos || group.characters == 1) return std::nullopt;
    if (padding > 0 && group.characters + padding != 4) return std::nullopt;
    text_ = {};
    return group;
}

std::optional<std::size_t> Base64Reader::read(std::span<std::uint8_t> bytes) noexcept {
    assert(!bytes.empty() && bytes.size() % 3 == 0);
    std::size_t written = 0;
    while (written < bytes.size() && !text_.empty()) {
        const std::size_t most = std::min(text_.size(), (bytes.size() - written) / 3 * 4);
        const std::size_t taken = kernels::decode_base64(text_.data(), most, &bytes[written]);
        text_.remove_prefix(taken);
        written += taken / 4 * 3;
        if (written == bytes.size() || text_.empty()) break;

        auto group = take_group();
        if (!group) return std::nullopt;
        group->bits <<= 6 * (4 - group->characters);
        for (std::size_t i = 0; i + 1 < group->characters; ++i) {
            bytes[written++] = static_cast<std::uint8_t>(group->bits >> (16 - 8 * i));
        }
    }
    return written;
}

}  // namespace attacca::service
