#include "dsp/equalizer_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

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

#if !defined(__cpp_lib_to_chars)
// clang's library reads no floating point, and strtod brings arithmetic of 128 bits with it. Numbers of up to 15 digits
// and powers of ten up to 22 come out exactly; others within a unit of the last place or two.
std::optional<double> decimal_number(std::string_view text) {
    double digits = 0.0;
    int exponent = 0;
    std::size_t i = text.starts_with('-') ? 1 : 0;
    bool any = false;
    for (bool fraction = false; i < text.size() && (digit(text[i]) || (text[i] == '.' && !fraction)); ++i) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        digits = 10.0 * digits + (text[i] - '0');
        if (fraction) --exponent;
        any = true;
    }
    if (any && i < text.size() && lower(text[i]) == 'e') {
        const bool negative = text.substr(i + 1).starts_with('-');
        i += negative || text.substr(i + 1).starts_with('+') ? 2 : 1;
        int power = 0;
        any = i < text.size();
        for (; i < text.size() && digit(text[i]); ++i) power = std::min(10 * power + (text[i] - '0'), 9999);
        exponent += negative ? -power : power;
    }
    if (!any || i < text.size()) return std::nullopt;
    const double scale = std::pow(10.0, std::abs(exponent));
    return (text.starts_with('-') ? -1.0 : 1.0) * (exponent < 0 ? digits / scale : digits * scale);
}
#endif

// The number that all of the text is.
std::optional<double> whole_number(const std::string& text) {
#if defined(__cpp_lib_to_chars)
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
#else
    const double value = decimal_number(text).value_or(std::nan(""));
#endif
    if (text.empty() || !std::isfinite(value)) return std::nullopt;
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
    constexpr std::string_view kSpaces = " \t\r\n\v\f";
    std::vector<std::string> words;
    for (std::size_t begin = plain.find_first_not_of(kSpaces); begin != std::string::npos;) {
        const std::size_t end = std::min(plain.find_first_of(kSpaces, begin), plain.size());
        words.push_back(plain.substr(begin, end - begin));
        begin = plain.find_first_not_of(kSpaces, end);
    }
    return words;
}

}  // namespace attacca::dsp
