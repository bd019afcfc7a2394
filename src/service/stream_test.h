// For tests: a client of the service's WebSockets.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace attacca::service {

class Stream {
public:
    Stream(std::uint16_t port, const std::string& target) : socket_(context_) {
        boost::asio::connect(socket_.next_layer(),
                             boost::asio::ip::tcp::resolver(context_).resolve("127.0.0.1", std::to_string(port)));
        socket_.handshake("localhost", target);
    }
    void send(const std::string& block) {
        socket_.binary(true);
        socket_.write(boost::asio::buffer(block));
    }
    void say(const std::string& text) {
        socket_.text(true);
        socket_.write(boost::asio::buffer(text));
    }
    /// Null when the other side has closed.
    nlohmann::json hear() {
        boost::beast::flat_buffer buffer;
        boost::beast::error_code error;
        socket_.read(buffer, error);
        if (error) return nullptr;
        return nlohmann::json::parse(boost::beast::buffers_to_string(buffer.data()));
    }
    std::vector<nlohmann::json> hear_all() {
        std::vector<nlohmann::json> all;
        for (auto message = hear(); !message.is_null(); message = hear()) all.push_back(message);
        return all;
    }
    [[nodiscard]] int close_code() const { return socket_.reason().code; }

private:
    boost::asio::io_context context_;
    boost::beast::websocket::stream<boost::asio::ip::tcp::socket> socket_;
};

}  // namespace attacca::service
