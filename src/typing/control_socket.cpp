#include "attacca/typing/control_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "typing/unix_socket.h"

namespace attacca::typing {
namespace {

struct Word {
    std::string_view text;
    Signal signal;
};
constexpr std::array<Word, 3> kWords{{{"start", Signal::start}, {"stop", Signal::stop}, {"toggle", Signal::toggle}}};
constexpr std::size_t kLongestWord = 16;
constexpr int kPatience_ms = 200;  ///< For a sender that has connected, and has only to write.

std::string_view word_of(Signal signal) {
    return std::find_if(kWords.begin(), kWords.end(), [&](const Word& word) { return word.signal == signal; })->text;
}

/// Up to the sender's end.
std::string read_word(const Descriptor& sender) {
    std::string text;
    std::array<char, kLongestWord> bytes;
    while (text.size() < kLongestWord) {
        pollfd ready{.fd = sender.get(), .events = POLLIN, .revents = 0};
        if (poll(&ready, 1, kPatience_ms) <= 0) break;
        const ssize_t read = recv(sender.get(), bytes.data(), bytes.size(), 0);
        if (read <= 0) break;
        text.append(bytes.data(), static_cast<std::size_t>(read));
    }
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace

Result<Signal> parse_signal(const std::string& word) {
    for (const auto& known : kWords) {
        if (word == known.text) return known.signal;
    }
    return fail(ErrorCode::invalid_argument, "\"" + word + "\" is no signal; there are start, stop and toggle");
}

struct ControlSocket::State {
    std::string path;
    Descriptor listening;
};

ControlSocket::ControlSocket(std::unique_ptr<State> state) : state_(std::move(state)) {}
ControlSocket::ControlSocket(ControlSocket&&) noexcept = default;

ControlSocket::~ControlSocket() {
    if (state_) unlink(state_->path.c_str());
}

Result<ControlSocket> ControlSocket::open(const std::string& path) {
    auto listening = listen_unix(path);
    if (!listening) return fail(listening.error());
    return ControlSocket(std::make_unique<State>(State{.path = path, .listening = *std::move(listening)}));
}

int ControlSocket::descriptor() const noexcept { return state_->listening.get(); }

std::vector<Signal> ControlSocket::read() {
    std::vector<Signal> signals;
    for (;;) {
        const Descriptor sender(accept4(descriptor(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!sender.open()) return signals;
        if (const auto signal = parse_signal(read_word(sender))) signals.push_back(*signal);
    }
}

Status send_signal(const std::string& path, Signal signal) {
    auto socket = connect_unix(path);
    if (!socket) return fail(socket.error());
    const auto word = word_of(signal);
    if (send(socket->get(), word.data(), word.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(word.size())) return {};
    return fail(ErrorCode::system, path + ": the program that listens there has just ended");
}

}  // namespace attacca::typing
