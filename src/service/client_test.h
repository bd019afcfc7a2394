// For tests and benches: a client over plain sockets, which allocates only where it says so.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace attacca::service {

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { ::close(socket_); }

    [[nodiscard]] bool connected() const { return connected_; }
    [[nodiscard]] int descriptor() const { return socket_; }

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// Into what is given, so that nothing is allocated; 0 where the other side has closed, or says nothing for 10 s.
    [[nodiscard]] std::size_t receive(std::span<char> room) {
        if (pending_.empty()) return receive_new(room);
        const std::size_t got = pending_.copy(room.data(), room.size());
        pending_.erase(0, got);
        return got;
    }

    /// A whole answer: its header and as much as that says of a body.
    [[nodiscard]] std::string answer() {
        while (pending_.find("\r\n\r\n") == std::string::npos) {
            if (!receive_more()) return std::exchange(pending_, {});
        }
        const std::size_t body = pending_.find("\r\n\r\n") + 4;
        const std::size_t at = pending_.find("Content-Length: ");
        const std::size_t length = at < body ? std::stoul(pending_.substr(at + 16)) : 0;
        while (pending_.size() < body + length && receive_more()) {
        }
        const std::string whole = pending_.substr(0, body + length);
        pending_.erase(0, body + length);
        return whole;
    }

    [[nodiscard]] std::string ask(std::string_view request) {
        send(request);
        return answer();
    }

    /// Whether something has come that was not read.
    [[nodiscard]] bool has_answer() const {
        pollfd readable{socket_, POLLIN, 0};
        return !pending_.empty() || ::poll(&readable, 1, 0) > 0;
    }

    /// Whether the other side closes, within ten seconds, having said nothing more.
    [[nodiscard]] bool is_closed() { return pending_.empty() && !receive_more(); }

private:
    [[nodiscard]] std::size_t receive_new(std::span<char> room) const {
        pollfd readable{socket_, POLLIN, 0};
        if (::poll(&readable, 1, 10'000) <= 0) return 0;
        const auto got = ::recv(socket_, room.data(), room.size(), 0);
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    }

    bool receive_more() {
        char room[65536];
        const std::size_t got = receive_new(room);
        pending_.append(room, got);
        return got > 0;
    }

    int socket_;
    bool connected_ = false;
    std::string pending_;
};

[[nodiscard]] inline std::string get(const std::string& target, const std::string& header = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
}

[[nodiscard]] inline std::string post(const std::string& target, const std::string& body,
                                      const std::string& header = {}) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + header + "\r\n" + body;
}

[[nodiscard]] inline int status_of(const std::string& answer) {
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

[[nodiscard]] inline std::string body_of(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

/// Asks for the WebSocket, with what its query says.
[[nodiscard]] inline std::string upgrade(const std::string& query, const std::string& header = {},
                                         const std::string& path = "/v1/notes") {
    return get(path + "?" + query,
               "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                   header);
}

/// What a frame of a WebSocket holds, with the bit that says it is the last of its message.
enum class FrameKind : unsigned char { text = 0x81, binary = 0x82, close = 0x88, ping = 0x89, pong = 0x8A };

/// A frame as a client sends it, its mask all zeros.
[[nodiscard]] inline std::string masked(FrameKind kind, const std::string& bytes) {
    std::string frame(1, static_cast<char>(kind));
    const std::size_t size = bytes.size();
    const int length_bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
    frame += static_cast<char>(0x80 | (length_bytes == 0 ? size : length_bytes == 2 ? 126U : 127U));
    for (int i = length_bytes - 1; i >= 0; --i) frame += static_cast<char>(size >> 8 * i & 0xFF);
    return frame + std::string(4, '\0') + bytes;
}

}  // namespace attacca::service
