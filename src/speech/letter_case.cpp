#include "speech/letter_case.h"

#include <array>
#include <cstdint>

namespace attacca::speech {
namespace {

/// Small letters from `first` to `last`, each `step` from the next, and how far before each its capital stands.
struct SmallLetters {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t step;
    std::uint32_t capital;
};
constexpr std::array<SmallLetters, 10> kSmall{{{0x61, 0x7a, 1, 32},
                                               {0xe0, 0xf6, 1, 32},
                                               {0xf8, 0xfe, 1, 32},
                                               {0x101, 0x137, 2, 1},
                                               {0x13a, 0x148, 2, 1},
                                               {0x14b, 0x177, 2, 1},
                                               {0x17a, 0x17e, 2, 1},
                                               {0x3b1, 0x3c1, 1, 32},
                                               {0x3c3, 0x3c9, 1, 32},
                                               {0x430, 0x44f, 1, 32}}};

std::uint32_t capital_of(std::uint32_t letter) {
    for (const auto& small : kSmall) {
        const bool among = letter >= small.first && letter <= small.last && (letter - small.first) % small.step == 0;
        if (among) return letter - small.capital;
    }
    return letter;
}

/// Letters with capitals take one byte or two: moves the front one over.
void move_capital(std::string_view& word, std::string& text) {
    const auto first = static_cast<unsigned char>(word.front());
    if (first < 0x80 || (first & 0xe0U) != 0xc0 || word.size() < 2) {
        text += first < 0x80 ? static_cast<char>(capital_of(first)) : word.front();
        word.remove_prefix(1);
        return;
    }
    const auto letter = capital_of((first & 0x1fU) << 6U | (static_cast<unsigned char>(word[1]) & 0x3fU));
    text += static_cast<char>(0xc0U | letter >> 6U);
    text += static_cast<char>(0x80U | (letter & 0x3fU));
    word.remove_prefix(2);
}

}  // namespace

std::string with_first_capital(std::string_view word) {
    std::string text;
    if (!word.empty()) move_capital(word, text);
    return text.append(word);
}

std::string in_capitals(std::string_view word) {
    std::string text;
    while (!word.empty()) move_capital(word, text);
    return text;
}

}  // namespace attacca::speech
