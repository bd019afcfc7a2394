#include "speech/spoken_numbers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <vector>

namespace attacca::speech {
namespace {

enum class Kind { digit, teen, tens, hundred, scale };

struct NumberWord {
    std::string_view word;
    Kind kind;
    std::uint64_t value;
};
using enum Kind;
constexpr auto kWords = std::to_array<NumberWord>({
    {"zero", digit, 0},
    {"oh", digit, 0},
    {"one", digit, 1},
    {"two", digit, 2},
    {"three", digit, 3},
    {"four", digit, 4},
    {"five", digit, 5},
    {"six", digit, 6},
    {"seven", digit, 7},
    {"eight", digit, 8},
    {"nine", digit, 9},
    {"ten", teen, 10},
    {"eleven", teen, 11},
    {"twelve", teen, 12},
    {"thirteen", teen, 13},
    {"fourteen", teen, 14},
    {"fifteen", teen, 15},
    {"sixteen", teen, 16},
    {"seventeen", teen, 17},
    {"eighteen", teen, 18},
    {"nineteen", teen, 19},
    {"twenty", tens, 20},
    {"thirty", tens, 30},
    {"forty", tens, 40},
    {"fifty", tens, 50},
    {"sixty", tens, 60},
    {"seventy", tens, 70},
    {"eighty", tens, 80},
    {"ninety", tens, 90},
    {"hundred", hundred, 100},
    {"thousand", scale, 1000},
    {"million", scale, 1000000},
    {"billion", scale, 1000000000},
});

bool is_word(std::string_view lower, std::string_view said) {
    return std::equal(lower.begin(), lower.end(), said.begin(), said.end(),
                      [](char letter, unsigned char other) { return letter == std::tolower(other); });
}

const NumberWord* find_word(std::string_view said) {
    const auto* found =
        std::find_if(kWords.begin(), kWords.end(), [&](const NumberWord& word) { return is_word(word.word, said); });
    return found == kWords.end() ? nullptr : found;
}

/// Words that are left, from the front.
class Words {
public:
    explicit Words(std::span<const std::string_view> words) : words_(words) {}

    [[nodiscard]] const NumberWord* next(std::size_t ahead = 0) const {
        return taken_ + ahead < words_.size() ? find_word(words_[taken_ + ahead]) : nullptr;
    }
    [[nodiscard]] const NumberWord* next_of(Kind kind, std::size_t ahead = 0) const {
        const auto* word = next(ahead);
        return word != nullptr && word->kind == kind ? word : nullptr;
    }
    [[nodiscard]] bool says(std::string_view lower) const {
        return taken_ < words_.size() && is_word(lower, words_[taken_]);
    }
    void take(std::size_t count = 1) { taken_ += count; }
    [[nodiscard]] std::size_t taken() const { return taken_; }

private:
    std::span<const std::string_view> words_;
    std::size_t taken_ = 0;
};

struct Amount {
    std::uint64_t value = 0;
    std::size_t words = 0;
    bool spoken_oh = false;
};

/// "seven", "twelve", "twenty", "twenty three".
Amount under_hundred(Words words) {
    const auto* first = words.next();
    if (first == nullptr || first->kind == hundred || first->kind == scale) return {};
    if (first->kind != tens) return {.value = first->value, .words = 1, .spoken_oh = first->word == "oh"};
    const auto* unit = words.next_of(digit, 1);
    if (unit == nullptr || unit->value == 0) return {.value = first->value, .words = 1};
    return {.value = first->value + unit->value, .words = 2};
}

/// "hundred" after what counts it, and what follows: "and five", "twenty".
void add_hundreds(Words& words, Amount& amount) {
    if (words.next_of(hundred) == nullptr || amount.value == 0) return;
    words.take();
    amount.value *= 100;
    Words rest = words;
    if (rest.says("and")) rest.take();
    const Amount more = under_hundred(rest);
    if (more.words == 0 || more.value == 0) return;
    rest.take(more.words);
    if (rest.next_of(hundred) != nullptr) return;  // What follows is another number: "two hundred three hundred".
    amount.value += more.value;
    words = rest;
}

/// One number that could be said alone: each scale is smaller than the one before.
Amount cardinal(std::span<const std::string_view> all) {
    Words words(all);
    Amount whole;
    std::uint64_t scale_before = 1'000'000'000'000;
    for (;;) {
        Words ahead = words;
        if (whole.words > 0 && ahead.says("and")) ahead.take();
        Amount part = under_hundred(ahead);
        if (part.words == 0) return whole;
        ahead.take(part.words);
        add_hundreds(ahead, part);
        const auto* counted = ahead.next_of(scale);
        const std::uint64_t scale_now = counted != nullptr && part.value > 0 ? counted->value : 1;
        if (scale_now >= scale_before) return whole;
        if (scale_now > 1) ahead.take();
        // After a scale only what is smaller belongs to it: "two thousand five", not "two three".
        if (whole.words > 0 && part.value * scale_now >= scale_before) return whole;
        if (whole.words > 0 && part.value == 0) return whole;
        whole.value += part.value * scale_now;
        whole.spoken_oh = part.spoken_oh;
        words = ahead;
        whole.words = words.taken();
        if (scale_now == 1) return whole;
        scale_before = scale_now;
    }
}

/// "point one four": its digits with the point; empty where there are none.
std::string decimals(Words& words) {
    if (!words.says("point") || words.next_of(digit, 1) == nullptr) return {};
    std::string digits = ".";
    words.take();
    for (const auto* next = words.next_of(digit); next != nullptr; next = words.next_of(digit)) {
        digits += std::to_string(next->value);
        words.take();
    }
    return digits;
}

}  // namespace

SpokenNumber read_number(std::span<const std::string_view> all) {
    Amount amount = cardinal(all);
    if (amount.words == 0 || amount.spoken_oh) return {};  // "Oh" begins no number: it is said for itself.
    SpokenNumber number{.digits = std::to_string(amount.value), .words = amount.words};
    // Digits and pairs of them are said one after the other: a telephone's number, a year.
    while (amount.value < 100) {
        amount = cardinal(all.subspan(number.words));
        if (amount.words == 0 || amount.value >= 100) break;
        number.digits += std::to_string(amount.value);
        number.words += amount.words;
    }
    Words rest(all);
    rest.take(number.words);
    number.digits += decimals(rest);
    number.words = rest.taken();
    number.lone_digit = number.words == 1 && number.digits.size() == 1;
    return number;
}

}  // namespace attacca::speech
