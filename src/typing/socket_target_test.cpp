#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <fstream>

#include "attacca/typing/text_target.h"
#include "typing/folder_test.h"
#include "typing/unix_socket.h"

namespace attacca::typing {
namespace {

using testing::HasSubstr;

/// Waits for a reader's connection.
Descriptor accepted(const Descriptor& listening) {
    pollfd ready{.fd = listening.get(), .events = POLLIN, .revents = 0};
    poll(&ready, 1, -1);
    return Descriptor(accept(listening.get(), nullptr, nullptr));
}

std::string read_line(const Descriptor& socket) {
    std::string line;
    for (char byte = 0; recv(socket.get(), &byte, 1, 0) == 1 && byte != '\n';) line += byte;
    return line;
}

TEST(SocketTarget, SendsTextAsLinesOfJson) {
    const TestFolder folder;
    const std::string path = (folder.path() / "reader").string();
    const auto listening = listen_unix(path);
    ASSERT_TRUE(listening);
    auto target = open_text_target("socket:" + path, {});
    ASSERT_TRUE(target) << target.error().detail;
    EXPECT_EQ((*target)->where(), "the socket " + path);
    const Descriptor reader = accepted(*listening);
    (*target)->show_partial("say \"hel");
    EXPECT_TRUE((*target)->put(" say \"hello\"\nÄ\a\\"));
    EXPECT_TRUE((*target)->put("broken \xff"));
    EXPECT_EQ(read_line(reader), R"({"type":"partial","text":"say \"hel"})");
    EXPECT_EQ(read_line(reader), R"({"type":"final","text":" say \"hello\"\nÄ\u0007\\"})");
    EXPECT_EQ(read_line(reader), R"({"type":"final","text":"broken "})");
}

TEST(SocketTarget, FindsAReaderThatCameBack) {
    const TestFolder folder;
    const std::string path = (folder.path() / "reader").string();
    auto listening = listen_unix(path);
    ASSERT_TRUE(listening);
    auto target = open_text_target("socket:" + path, {});
    ASSERT_TRUE(target);
    accepted(*listening).close();
    listening->close();
    const auto lost = (*target)->put("lost");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().detail, path + ": no program listens at this socket; start it first");
    listening = listen_unix(path);
    ASSERT_TRUE(listening) << listening.error().detail;
    ASSERT_TRUE((*target)->put("found"));
    EXPECT_EQ(read_line(accepted(*listening)), R"({"type":"final","text":"found"})");
}

TEST(SocketTarget, ReachesTcp) {
    const Descriptor listening(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(bind(listening.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(listen(listening.get(), 1), 0);
    getsockname(listening.get(), reinterpret_cast<sockaddr*>(&address), &size);
    auto target = open_text_target("tcp:127.0.0.1:" + std::to_string(ntohs(address.sin_port)), {});
    ASSERT_TRUE(target) << target.error().detail;
    ASSERT_TRUE((*target)->put("x"));
    EXPECT_EQ(read_line(accepted(listening)), R"({"type":"final","text":"x"})");
}

std::string refusal(const std::string& name) {
    const auto target = open_text_target(name, {});
    return target ? "opened" : target.error().detail;
}

TEST(SocketTarget, SaysWhatIsWrong) {
    const TestFolder folder;
    EXPECT_THAT(refusal("socket:" + (folder.path() / "nobody").string()),
                HasSubstr("no program listens at this socket"));
    EXPECT_THAT(refusal("socket:"), HasSubstr("the path of a socket has 1 to 107 bytes"));
    EXPECT_THAT(refusal("socket:/" + std::string(200, 'x')), HasSubstr("the path of a socket has 1 to 107 bytes"));
    EXPECT_THAT(refusal("tcp:localhost"), HasSubstr("expected tcp:HOST:PORT"));
    EXPECT_THAT(refusal("tcp:127.0.0.1:1"), HasSubstr("no program listens there"));
    EXPECT_THAT(refusal("tcp:127.0.0.1:what"), HasSubstr("tcp:127.0.0.1:what: "));
    EXPECT_THAT(refusal("widow"), HasSubstr("text cannot go to \"widow\"; it can to window, clipboard"));
    EXPECT_THAT(refusal("window"), HasSubstr("there is no X11 display: $DISPLAY is not set"));
}

TEST(UnixSocket, TakesThePlaceOfOneThatIsDeadAndNoOther) {
    const TestFolder folder;
    const std::string path = (folder.path() / "here").string();
    auto first = listen_unix(path);
    ASSERT_TRUE(first);
    const auto second = listen_unix(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::busy);
    first->close();
    EXPECT_TRUE(listen_unix(path)) << "its owner was killed and left it";
    const std::string file = (folder.path() / "file").string();
    std::ofstream(file) << "precious";
    EXPECT_FALSE(listen_unix(file));
    EXPECT_EQ(folder.read("file"), "precious");
}

}  // namespace
}  // namespace attacca::typing
