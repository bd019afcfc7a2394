#include "typing/socket_target.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <functional>
#include <memory>
#include <utility>

#include "typing/code_points.h"
#include "typing/unix_socket.h"

namespace attacca::typing {
namespace {

constexpr timeval kPatience{.tv_sec = 1, .tv_usec = 0};

/// As a string of JSON wants it; what is no UTF-8 is left out.
std::string escaped(std::string_view utf8) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char32_t character : code_points(utf8)) {
        if (character == U'\n') {
            text += "\\n";
        } else if (character < 0x20) {
            text += "\\u00";
            text += {kDigits[character >> 4U], kDigits[character & 15U]};
        } else {
            if (character == U'"' || character == U'\\') text += '\\';
            text += utf8_of(character);
        }
    }
    return text;
}

class SocketTarget final : public TextTarget {
public:
    using Connect = std::function<Result<Descriptor>()>;

    SocketTarget(Connect connect, std::string where) : connect_(std::move(connect)), where_(std::move(where)) {}

    const std::string& where() const noexcept override { return where_; }
    Status put(std::string_view utf8) override { return send("final", utf8); }
    void show_partial(std::string_view utf8) override {
        if (socket_.open()) (void)send("partial", utf8);
    }

    /// Again, where the reader has gone and come back.
    Status connect() {
        auto connected = connect_();
        if (!connected) return fail(connected.error());
        socket_ = *std::move(connected);
        setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
        return {};
    }

private:
    Status send(const char* type, std::string_view utf8) {
        const std::string line = std::string("{\"type\":\"") + type + "\",\"text\":\"" + escaped(utf8) + "\"}\n";
        if (socket_.open() && send_line(line)) return {};
        if (auto connected = connect(); !connected) return connected;
        if (send_line(line)) return {};
        return fail(ErrorCode::system, where_ + " does not take the text: its reader does not read");
    }

    // A line of which only a part was taken ends the connection: what follows would be taken for its rest.
    bool send_line(std::string_view line) {
        while (!line.empty()) {
            const ssize_t sent = ::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                socket_.close();
                return false;
            }
            line.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    Connect connect_;
    std::string where_;
    Descriptor socket_;
};

Result<std::unique_ptr<TextTarget>> open_target(SocketTarget::Connect connect, std::string where) {
    auto target = std::make_unique<SocketTarget>(std::move(connect), std::move(where));
    if (auto connected = target->connect(); !connected) return fail(connected.error());
    return target;
}

Result<Descriptor> connect_tcp(const std::string& host, const std::string& port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const int error = getaddrinfo(host.c_str(), port.c_str(), &wanted, &list);
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, freeaddrinfo);
    if (error != 0) return fail(ErrorCode::not_found, "tcp:" + host + ":" + port + ": " + gai_strerror(error));
    for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
        Descriptor socket(::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol));
        if (socket.open() && connect(socket.get(), at->ai_addr, at->ai_addrlen) == 0) return socket;
    }
    return fail(ErrorCode::not_found, "tcp:" + host + ":" + port + ": no program listens there; start it first");
}

}  // namespace

Result<std::unique_ptr<TextTarget>> open_unix_socket_target(const std::string& path) {
    return open_target([path] { return connect_unix(path); }, "the socket " + path);
}

Result<std::unique_ptr<TextTarget>> open_tcp_target(const std::string& address) {
    const auto colon = address.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
        return fail(ErrorCode::invalid_argument,
                    "\"tcp:" + address + "\": expected tcp:HOST:PORT, as in tcp:localhost:7000");
    }
    const std::string host = address.substr(0, colon);
    const std::string port = address.substr(colon + 1);
    return open_target([host, port] { return connect_tcp(host, port); }, "tcp:" + address);
}

}  // namespace attacca::typing
