#include "attacca/typing/key_combo.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "attacca/base/nearest_name.h"
#include "typing/key_table.h"

namespace attacca::typing {
namespace {

struct Modifier {
    std::string_view name;
    bool KeyCombo::*held;
};
// The first name of each is the one that is shown.
constexpr auto kModifiers = std::to_array<Modifier>({
    {"Ctrl", &KeyCombo::ctrl},
    {"Control", &KeyCombo::ctrl},
    {"Alt", &KeyCombo::alt},
    {"Shift", &KeyCombo::shift},
    {"Super", &KeyCombo::super},
    {"Meta", &KeyCombo::super},
    {"Win", &KeyCombo::super},
    {"Windows", &KeyCombo::super},
    {"Cmd", &KeyCombo::super},
});

bool same_word(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

template <class Table>
auto find_word(const Table& table, std::string_view word) {
    return std::find_if(table.begin(), table.end(), [&](const auto& row) { return same_word(row.name, word); });
}

std::string_view trimmed(std::string_view word) {
    while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
    while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
    return word;
}

std::vector<std::string_view> words_between_pluses(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('+', begin), text.size());
        words.push_back(trimmed(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return words;
}

template <class Table>
std::string nearest_in(const Table& table, std::string_view word) {
    std::vector<std::string> names;
    for (const auto& row : table) names.emplace_back(row.name);
    const auto near = nearest_name(word, names);
    return near.empty() ? "" : "; did you mean " + std::string(near) + "?";
}

tl::unexpected<Error> not_understood(std::string_view text, const std::string& why) {
    return fail(ErrorCode::invalid_argument, "the key \"" + std::string(text) + "\": " + why);
}

}  // namespace

Result<KeyCombo> parse_key_combo(std::string_view text) {
    const auto words = words_between_pluses(text);
    KeyCombo combo;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const auto modifier = find_word(kModifiers, words[i]);
        if (modifier == kModifiers.end()) {
            return not_understood(text, "\"" + std::string(words[i]) + "\" is not Ctrl, Alt, Shift or Super" +
                                            nearest_in(kModifiers, words[i]));
        }
        combo.*(modifier->held) = true;
    }
    const auto name = words.back();
    const auto key = find_word(key_names(), name);
    if (key == key_names().end()) {
        if (find_word(kModifiers, name) != kModifiers.end()) {
            return not_understood(text, "after \"" + std::string(name) +
                                            "\" a key is missing, as in Ctrl+Alt+Space; to use it alone, say which: "
                                            "RightCtrl, LeftAlt");
        }
        return not_understood(
            text, "no key is called \"" + std::string(name) + "\"" + nearest_in(key_names(), name) +
                      " (A to Z, 0 to 9, Space, F1 to F24, Pause, ScrollLock, Insert, Menu, RightCtrl, ...)");
    }
    combo.key = key->code;
    if (key->use == KeyUse::types && !combo.ctrl && !combo.alt && !combo.super) {
        return not_understood(
            text, "it is needed to write: hold Ctrl, Alt or Super with it, as in Ctrl+Alt+" + std::string(key->name));
    }
    return combo;
}

std::string to_text(const KeyCombo& combo) {
    std::string text;
    bool KeyCombo::*shown = nullptr;
    for (const auto& modifier : kModifiers) {
        if (combo.*(modifier.held) && modifier.held != shown) text.append(modifier.name).append("+");
        shown = modifier.held;
    }
    const KeyName* key = find_key(combo.key);
    return text.append(key != nullptr ? key->name : "?");
}

}  // namespace attacca::typing
