#include "dsp/equalizer_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <sstream>

namespace attacca::dsp {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool digit(char c) noexcept { return c >= '0' && c <= '9'; }

// With one mark it is the decimal one; with both, the last is, and the other groups digits.
std::string with_decimal_point(std::string_view number) {
    const std::size_t decimal = number.find_last_of(".,");
    std::string plain;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (number[i] != '.' && number[i] != ',') {
            plain += number[i];
        } else if (i == decimal) {
            plain += '.';
        } else if (number[i] == number[decimal]) {
            return {};
        }
    }
    return plain;
}

// The number that all of the text is.
std::optional<double> whole_number(const std::string& text) {
    double value = 0.0;
#if defined(__cpp_lib_to_chars)
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
#else  // clang's library reads no floating point; strtod reads more than from_chars.
    if (text.starts_with('+') || text.find_first_not_of("0123456789.eE+-") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    value = std::strtod(text.c_str(), &end);
#endif
    if (text.empty() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<double> parse_equalizer_number(std::string_view word, std::string_view unit) {
    if (word.size() > unit.size() && !unit.empty() && same_word(word.substr(word.size() - unit.size()), unit)) {
        word.remove_suffix(unit.size());
    }
    if (word.starts_with('+')) word.remove_prefix(1);
    if (word.starts_with('+')) return std::nullopt;
    return whole_number(with_decimal_point(word));
}

std::vector<std::string> equalizer_words(std::string_view line) {
    constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
    constexpr std::string_view kMinus = "\xE2\x88\x92";
    std::string plain;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::string_view rest = line.substr(i);
        if (rest.starts_with(kNoBreakSpace)) {
            const bool groups = !plain.empty() && digit(plain.back()) && rest.size() > 2 && digit(rest[2]);
            if (!groups) plain += ' ';
            i += kNoBreakSpace.size() - 1;
        } else if (rest.starts_with(kMinus)) {
            plain += '-';
            i += kMinus.size() - 1;
        } else {
            plain += line[i];
        }
    }
    std::istringstream stream(plain);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

}  // namespace attacca::dsp
