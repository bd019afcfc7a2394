#include "service/json_scanner.h"

#include <algorithm>
#include <array>

namespace attacca::service {
namespace {

constexpr int kDeepest = 64;
constexpr std::size_t kMostMembers = 256;
constexpr std::size_t kLongestNested = 65536;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// How many characters at the front mean only themselves, rounded down to whole pieces: audio in base64 has 100,000 of
/// them, and compilers make a few vector instructions of each piece.
std::size_t plain_characters(std::string_view text) {
    constexpr std::size_t kPiece = 64;
    std::size_t plain = 0;
    for (; plain + kPiece <= text.size(); plain += kPiece) {
        unsigned char special = 0;
        for (std::size_t i = plain; i < plain + kPiece; ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            special |= static_cast<unsigned char>((c == '"') | (c == '\\') | (c < 0x20));
        }
        if (special != 0) break;
    }
    return plain;
}

}  // namespace

JsonObject::JsonObject(std::string_view text) noexcept : text_(text) {}

std::optional<JsonObject::Member> JsonObject::next() noexcept {
    if (state_ == State::done || state_ == State::broken) return std::nullopt;
    skip_space();
    if (state_ == State::begin) {
        if (!take('{')) return refuse();
        skip_space();
    }
    const bool first = state_ == State::begin;
    state_ = State::inside;
    if (take('}')) {
        skip_space();
        state_ = at_ == text_.size() ? State::done : State::broken;
        return std::nullopt;
    }
    if (!first) {
        if (!take(',')) return refuse();
        skip_space();
    }
    if (++members_ > kMostMembers) return refuse();
    Member member;
    if (!take_string(member.name)) return refuse();
    skip_space();
    if (!take(':')) return refuse();
    skip_space();
    const std::size_t begin = at_;
    if (!take_value(1)) return refuse();
    member.value = text_.substr(begin, at_ - begin);
    member.is_string = member.value.front() == '"';
    if (member.is_string) member.value = member.value.substr(1, member.value.size() - 2);
    return member;
}

std::optional<JsonObject::Member> JsonObject::refuse() noexcept {
    state_ = State::broken;
    return std::nullopt;
}

void JsonObject::skip_space() noexcept { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

bool JsonObject::take(char expected) noexcept {
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
}

bool JsonObject::take_string(std::string_view& content) noexcept {
    if (!take('"')) return false;
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
        at_ += plain_characters(text_.substr(at_));
        if (at_ == text_.size()) return false;
        const char c = text_[at_++];
        if (c == '"') {
            content = text_.substr(begin, at_ - 1 - begin);
            return true;
        }
        if (static_cast<unsigned char>(c) < 0x20) return false;
        if (c != '\\') continue;
        if (at_ == text_.size()) return false;
        const char escaped = text_[at_++];
        if (escaped == 'u') {
            if (text_.size() - at_ < 4 || !std::all_of(&text_[at_], &text_[at_] + 4, is_hex)) return false;
            at_ += 4;
        } else if (std::string_view("\"\\/bfnrt").find(escaped) == std::string_view::npos) {
            return false;
        }
    }
    return false;
}

bool JsonObject::take_digits() noexcept {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > begin;
}

bool JsonObject::take_number() noexcept {
    (void)take('-');
    if (!take('0') && !take_digits()) return false;
    if (take('.') && !take_digits()) return false;
    if (take('e') || take('E')) {
        if (!take('+')) (void)take('-');
        return take_digits();
    }
    return true;
}

bool JsonObject::take_word() noexcept {
    for (const std::string_view word : {"true", "false", "null"}) {
        if (!text_.substr(at_).starts_with(word)) continue;
        at_ += word.size();
        return true;
    }
    return false;
}

bool JsonObject::take_list(char end, int depth) noexcept {
    if (depth == 1) nested_end_ = at_ + kLongestNested;
    if (depth > kDeepest) return false;
    ++at_;
    skip_space();
    if (take(end)) return true;
    do {
        skip_space();
        if (end == '}') {
            std::string_view name;
            if (!take_string(name)) return false;
            skip_space();
            if (!take(':')) return false;
            skip_space();
        }
        if (!take_value(depth + 1) || at_ > nested_end_) return false;
        skip_space();
    } while (take(','));
    return take(end);
}

bool JsonObject::take_value(int depth) noexcept {
    if (at_ == text_.size()) return false;
    std::string_view content;
    switch (text_[at_]) {
        case '"':
            return take_string(content);
        case '{':
            return take_list('}', depth);
        case '[':
            return take_list(']', depth);
        case 't':
        case 'f':
        case 'n':
            return take_word();
        default:
            return take_number();
    }
}

}  // namespace attacca::service
