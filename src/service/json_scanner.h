// Reads JSON where it stands: nothing is copied, nothing allocated.
#pragma once

#include <optional>
#include <string_view>

namespace attacca::service {

/// Walks through one object's members, whatever their values hold.
///
/// Limits     256 members; values that are lists or objects: 64 KiB, nested 64 deep. Strings may have any length, and
/// are
///            passed over at some GB/s: whoever sends what nobody asked for cannot hold the others up.
/// Source     RFC 8259.
class JsonObject {
public:
    explicit JsonObject(std::string_view text) noexcept;

    struct Member {
        std::string_view name;   ///< Without its quotes, escapes as they stand.
        std::string_view value;  ///< As it stands, a string without its quotes.
        bool is_string = false;
    };
    /// The next member; none at the object's end, or where the text is not JSON any more (see `valid`).
    [[nodiscard]] std::optional<Member> next() noexcept;

    /// After the last member: whether all of the text was one JSON object.
    [[nodiscard]] bool valid() const noexcept { return state_ == State::done; }

private:
    enum class State { begin, inside, done, broken };

    std::optional<Member> refuse() noexcept;
    void skip_space() noexcept;
    [[nodiscard]] bool take(char expected) noexcept;
    [[nodiscard]] bool take_string(std::string_view& content) noexcept;
    [[nodiscard]] bool take_number() noexcept;
    [[nodiscard]] bool take_digits() noexcept;
    [[nodiscard]] bool take_word() noexcept;
    [[nodiscard]] bool take_value(int depth) noexcept;
    [[nodiscard]] bool take_list(char end, int depth) noexcept;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t members_ = 0;
    std::size_t nested_end_ = 0;  ///< Where the list or object that is a member's value must have ended.
    State state_ = State::begin;
};

}  // namespace attacca::service
