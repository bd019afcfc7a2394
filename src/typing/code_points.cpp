#include "typing/code_points.h"

#include <array>

namespace attacca::typing {
namespace {

/// By its first byte: how many bytes follow, which bits count, and the least character that needs so many.
struct Form {
    unsigned char mask;
    unsigned char mark;
    std::size_t more;
    char32_t least;
};
constexpr std::array<Form, 4> kForms{
    {{0x80, 0x00, 0, 0}, {0xe0, 0xc0, 1, 0x80}, {0xf0, 0xe0, 2, 0x800}, {0xf8, 0xf0, 3, 0x10000}}};

bool is_character(char32_t value) { return value < 0xd800 || (value > 0xdfff && value <= 0x10ffff); }

/// The bytes that it takes; 0: not UTF-8.
std::size_t read(std::string_view bytes, char32_t& character) {
    const auto first = static_cast<unsigned char>(bytes.front());
    for (const auto& form : kForms) {
        if ((first & form.mask) != form.mark || bytes.size() <= form.more) continue;
        character = first & static_cast<unsigned char>(~form.mask);
        for (std::size_t i = 1; i <= form.more; ++i) {
            const auto next = static_cast<unsigned char>(bytes[i]);
            if ((next & 0xc0U) != 0x80) return 0;
            character = character << 6U | (next & 0x3fU);
        }
        return character >= form.least && is_character(character) ? form.more + 1 : 0;
    }
    return 0;
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
    std::u32string characters;
    while (!utf8.empty()) {
        char32_t character = 0;
        const std::size_t bytes = read(utf8, character);
        if (bytes > 0) characters.push_back(character);
        utf8.remove_prefix(bytes > 0 ? bytes : 1);
    }
    return characters;
}

std::string utf8_of(char32_t character) {
    const auto form = character < 0x80 ? 0U : character < 0x800 ? 1U : character < 0x10000 ? 2U : 3U;
    std::string bytes;
    for (unsigned i = 0; i <= form; ++i) {
        const auto bits = character >> (6 * (form - i));
        bytes += static_cast<char>(i == 0 ? kForms[form].mark | bits : 0x80U | (bits & 0x3fU));
    }
    return bytes;
}

}  // namespace attacca::typing
