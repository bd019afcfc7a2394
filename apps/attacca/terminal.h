// The terminal: raw keys, one line that is drawn again and again, and a progress bar.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace attacca::app {

/// What the locale lets us draw with.
enum class Charset { ascii, utf8 };
[[nodiscard]] Charset terminal_charset();

[[nodiscard]] bool is_terminal(std::FILE* stream);
/// Of the terminal behind the stream, now: 80 where it does not say.
[[nodiscard]] std::size_t terminal_columns(std::FILE* stream);

enum class KeyKind { character, left, right, up, down };
struct Key {
    KeyKind kind = KeyKind::character;
    char character = 0;

    friend bool operator==(const Key&, const Key&) = default;
};

/// What bytes from a terminal stand for: characters, and arrows in both of their spellings. Other escape
/// sequences are passed over whole. Takes from `pending` what it understood; a sequence that is not
/// complete stays there.
[[nodiscard]] std::vector<Key> parse_keys(std::string& pending);

/// Keys from standard input, one by one and unechoed while this lives.
///
/// Threads    One at a time, and one object at a time.
/// Failure    Without a terminal on standard input, or in the background, there are never any keys.
class Keyboard {
public:
    Keyboard();
    ~Keyboard();  ///< The terminal is as it was; so it is after a crash.
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;

    [[nodiscard]] bool available() const noexcept { return available_; }

    /// Waits until keys are there, the descriptor `also` is readable, or the time is over.
    [[nodiscard]] std::vector<Key> wait(std::chrono::milliseconds at_most, int also);

private:
    bool available_ = false;
    std::string pending_;
};

/// One line at the bottom that changes in place. Nothing is printed unless the stream is a terminal.
class LiveLine {
public:
    explicit LiveLine(std::FILE* stream) : stream_(stream), terminal_(is_terminal(stream)) {}
    ~LiveLine() { clear(); }
    LiveLine(const LiveLine&) = delete;
    LiveLine& operator=(const LiveLine&) = delete;

    [[nodiscard]] bool terminal() const noexcept { return terminal_; }
    void draw(std::string_view text);
    /// Makes room for other text at the line's place.
    void clear();

private:
    std::FILE* stream_;
    bool terminal_;
    std::string drawn_;
};

/// Shows how far work has come, on standard error, once it has taken a second.
class ProgressBar {
public:
    explicit ProgressBar(std::string what) : what_(std::move(what)) {}

    /// Of `total`, as much as `done`; total 0: not known. Call it as often as you like.
    void show(double done, double total);
    void clear() { line_.clear(); }

private:
    using Clock = std::chrono::steady_clock;
    std::string what_;
    LiveLine line_{stderr};
    Clock::time_point begun_ = Clock::now();
    Clock::time_point shown_ = begun_;
};

}  // namespace attacca::app
