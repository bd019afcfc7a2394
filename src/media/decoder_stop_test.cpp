// A source that keeps silent must not keep anybody who has had enough.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "attacca/media/decoder.h"

namespace attacca::media {
namespace {

/// Takes one connection and a request, and says nothing.
class SilentServer {
public:
    SilentServer() : listening_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        EXPECT_EQ(bind(listening_, generic, size), 0);
        EXPECT_EQ(listen(listening_, 1), 0);
        EXPECT_EQ(getsockname(listening_, generic, &size), 0);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/sound.wav";
    }
    ~SilentServer() {
        close(listening_);
        if (connection_ >= 0) close(connection_);
    }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;

    /// Returns when the request has come.
    void take_request() {
        connection_ = accept(listening_, nullptr, nullptr);
        std::vector<char> request(4096);
        EXPECT_GT(recv(connection_, request.data(), request.size(), 0), 0);
    }

    const std::string& url() const { return url_; }

private:
    int listening_;
    int connection_ = -1;
    std::string url_;
};

bool reads_urls() {
    const auto opened = Decoder::open("http://127.0.0.1:1/x.wav");
    return !opened && opened.error().code != ErrorCode::unavailable;
}

TEST(DecoderStop, EndsTheWaitForAServerThatDoesNotAnswer) {
    if (!reads_urls()) GTEST_SKIP() << "without FFmpeg there are no URLs";
    SilentServer server;
    std::stop_source stop;
    std::thread serving([&] {
        server.take_request();
        stop.request_stop();
    });
    const auto opened = Decoder::open(server.url(), Reader::automatic, stop.get_token());
    serving.join();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::cancelled) << opened.error().detail;
}

TEST(DecoderStop, EndsTheWaitForAPipeThatNobodyWritesTo) {
    const auto path = std::filesystem::temp_directory_path() / ("attacca-silent-pipe-" + std::to_string(getpid()));
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    std::stop_source stop;
    std::thread stopping([&] { stop.request_stop(); });
    const auto opened = Decoder::open(path.string(), Reader::automatic, stop.get_token());
    stopping.join();
    std::filesystem::remove(path);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::cancelled) << opened.error().detail;
}

}  // namespace
}  // namespace attacca::media
