#include "terminal.h"

#include <langinfo.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>

#include "text.h"

namespace attacca::app {
namespace {

constexpr auto kFirstProgress = std::chrono::seconds(1);
constexpr auto kProgressInterval = std::chrono::milliseconds(100);
constexpr std::size_t kMaxPendingBytes = 64;

// Read by a signal handler: a crash must not leave the user's terminal mute.
termios saved_mode;
constexpr std::array kCrashes{SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT};

extern "C" void restore_terminal_and_crash(int signal_number) {
    tcsetattr(STDIN_FILENO, TCSANOW, &saved_mode);
    std::signal(signal_number, SIG_DFL);
    std::raise(signal_number);
}

void set_crash_handlers(void (*from)(int), void (*to)(int)) {
    for (const int crash : kCrashes) {
        const auto before = std::signal(crash, to);
        if (before != from) std::signal(crash, before);  // Somebody else's, such as a sanitizer's.
    }
}

/// The length of the escape sequence at the beginning, 0 while it is not complete.
std::size_t escape_length(std::string_view text) {
    if (text.size() < 2) return 0;
    if (text[1] == 'O') return text.size() < 3 ? 0 : 3;
    if (text[1] != '[') return 1;
    for (std::size_t i = 2; i < text.size(); ++i) {
        if (text[i] >= '@' && text[i] <= '~') return i + 1;
    }
    return 0;
}

void add_escape(std::string_view sequence, std::vector<Key>& keys) {
    if (sequence.size() < 3) return;
    switch (sequence.back()) {
        case 'A': keys.push_back({.kind = KeyKind::up}); break;
        case 'B': keys.push_back({.kind = KeyKind::down}); break;
        case 'C': keys.push_back({.kind = KeyKind::right}); break;
        case 'D': keys.push_back({.kind = KeyKind::left}); break;
        default: break;
    }
}

}  // namespace

Charset terminal_charset() {
    return std::string_view(nl_langinfo(CODESET)) == "UTF-8" ? Charset::utf8 : Charset::ascii;
}

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

std::size_t terminal_columns(std::FILE* stream) {
    winsize size{};
    const bool known = ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

std::vector<Key> parse_keys(std::string& pending) {
    std::vector<Key> keys;
    std::string_view rest = pending;
    while (!rest.empty()) {
        std::size_t length = 1;
        if (rest.front() == '\x1b') {
            length = escape_length(rest);
            if (length == 0 && rest.size() < kMaxPendingBytes) break;
            length = std::max<std::size_t>(length, 1);
            add_escape(rest.substr(0, length), keys);
        } else {
            keys.push_back({.kind = KeyKind::character, .character = rest.front()});
        }
        rest.remove_prefix(length);
    }
    pending.erase(0, pending.size() - rest.size());
    return keys;
}

Keyboard::Keyboard() {
    // A background process that changes its terminal's mode is stopped by the system.
    const pid_t foreground = tcgetpgrp(STDIN_FILENO);
    if (foreground != -1 && foreground != getpgrp()) return;
    if (tcgetattr(STDIN_FILENO, &saved_mode) != 0) return;
    termios raw = saved_mode;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    available_ = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
    if (available_) set_crash_handlers(SIG_DFL, restore_terminal_and_crash);
}

Keyboard::~Keyboard() {
    if (!available_) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &saved_mode);
    set_crash_handlers(restore_terminal_and_crash, SIG_DFL);
}

std::vector<Key> Keyboard::wait(std::chrono::milliseconds at_most, int also) {
    std::array<pollfd, 2> sources{pollfd{also, POLLIN, 0}, pollfd{STDIN_FILENO, POLLIN, 0}};
    poll(sources.data(), available_ ? 2 : 1, static_cast<int>(at_most.count()));
    if (!available_ || sources[1].revents == 0) return {};
    std::array<char, kMaxPendingBytes> bytes{};
    const auto count = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count <= 0) {
        available_ = false;  // The terminal has gone.
        return {};
    }
    pending_.append(bytes.data(), static_cast<std::size_t>(count));
    return parse_keys(pending_);
}

void LiveLine::draw(std::string_view text) {
    if (!terminal_ || text == drawn_) return;
    std::fprintf(stream_, "\r%.*s\x1b[K", static_cast<int>(text.size()), text.data());
    std::fflush(stream_);
    drawn_ = text;
}

void LiveLine::clear() {
    if (drawn_.empty()) return;
    std::fputs("\r\x1b[K", stream_);
    std::fflush(stream_);
    drawn_.clear();
}

void ProgressBar::show(double done, double total) {
    const auto now = Clock::now();
    if (!line_.terminal() || now - begun_ < kFirstProgress || now - shown_ < kProgressInterval) return;
    shown_ = now;
    if (!(total > 0.0)) {
        line_.draw(formatted("%s  %s", what_.c_str(), clock_text(done).c_str()));
        return;
    }
    const double share = std::clamp(done / total, 0.0, 1.0);
    const std::size_t columns = terminal_columns(stderr);
    const std::size_t taken = display_width(what_) + 10;
    const std::size_t cells = columns > taken + 10 ? std::min<std::size_t>(columns - taken, 50) : 0;
    const auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(cells)));
    const std::string bar = std::string(full, '#') + std::string(cells - full, '.');
    line_.draw(formatted("%s  [%s] %3.0f %%", what_.c_str(), bar.c_str(), 100.0 * share));
}

}  // namespace attacca::app
