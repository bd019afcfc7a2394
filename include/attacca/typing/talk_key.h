// From presses of one key to the beginning and the end of speech.
#pragma once

#include <chrono>
#include <optional>

namespace attacca::typing {

enum class TalkMode {
    hold,        ///< Speak while it is held.
    toggle,      ///< A press begins, the next one ends.
    double_tap,  ///< Two presses in quick succession begin, the next one ends.
};

enum class TalkAction {
    none,
    start,
    stop,
    cancel,  ///< A slip of the finger: forget what was heard since the start.
};

struct TalkKeySpec {
    TalkMode mode = TalkMode::toggle;
    std::chrono::milliseconds shortest_hold{150};  ///< Hold: less is a slip.
    std::chrono::milliseconds double_tap{400};     ///< Double tap: the longest from one press to the next.
};

/// What each press and release means. It has no clock: times come with the events.
///
/// Threads    One at a time.
class TalkKey {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit TalkKey(const TalkKeySpec& spec) noexcept : spec_(spec) {}

    /// A press while the key is down already is one that the keyboard repeats: it means nothing.
    [[nodiscard]] TalkAction pressed(Time now) noexcept;
    [[nodiscard]] TalkAction released(Time now) noexcept;

    /// Somebody else starts or stops: a desktop's shortcut, or a device that has gone.
    [[nodiscard]] TalkAction start() noexcept;
    [[nodiscard]] TalkAction stop() noexcept;
    [[nodiscard]] TalkAction toggle() noexcept { return talking_ ? stop() : start(); }

    [[nodiscard]] bool talking() const noexcept { return talking_; }

private:
    TalkKeySpec spec_;
    bool talking_ = false;
    bool down_ = false;
    bool held_ = false;  ///< This press began the speech.
    std::optional<Time> pressed_at_;
};

}  // namespace attacca::typing
