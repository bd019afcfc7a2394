// For tests: a client over plain sockets, which allocates only where it says so.
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

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// Into what is given, so that nothing is allocated; 0 where the other side has closed, or says nothing for 10 s.
    [[nodiscard]] std::size_t receive(std::span<char> room) const {
        pollfd readable{socket_, POLLIN, 0};
        if (::poll(&readable, 1, 10'000) <= 0) return 0;
        const auto got = ::recv(socket_, room.data(), room.size(), 0);
        return got > 0 ? static_cast<std::size_t>(got) : 0;
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

    /// Whether the other side closes, within ten seconds, having said nothing more.
    [[nodiscard]] bool is_closed() { return pending_.empty() && !receive_more(); }

private:
    bool receive_more() {
        char room[65536];
        const std::size_t got = receive(room);
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

}  // namespace attacca::service
