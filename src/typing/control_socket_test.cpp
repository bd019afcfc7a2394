#include "attacca/typing/control_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "typing/folder_test.h"
#include "typing/unix_socket.h"

namespace attacca::typing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ControlSocket, HearsSignalsInTheirOrder) {
    const TestFolder folder;
    const std::string path = (folder.path() / "dictate").string();
    auto socket = ControlSocket::open(path);
    ASSERT_TRUE(socket) << socket.error().detail;
    EXPECT_THAT(socket->read(), IsEmpty());
    for (const Signal signal : {Signal::start, Signal::toggle, Signal::stop}) ASSERT_TRUE(send_signal(path, signal));
    EXPECT_THAT(socket->read(), ElementsAre(Signal::start, Signal::toggle, Signal::stop));
    EXPECT_THAT(socket->read(), IsEmpty());
}

TEST(ControlSocket, IsNotMovedByWhatIsNoSignal) {
    const TestFolder folder;
    const std::string path = (folder.path() / "dictate").string();
    auto socket = ControlSocket::open(path);
    ASSERT_TRUE(socket);
    const auto say = [&](const std::string& text) {
        const auto sender = connect_unix(path);
        ASSERT_EQ(send(sender->get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    };
    say("");
    say("stopp");
    say(std::string(100000, 'x'));
    say("toggle\n");
    EXPECT_THAT(socket->read(), ElementsAre(Signal::toggle));
}

TEST(ControlSocket, IsOneOnly) {
    const TestFolder folder;
    const std::string path = (folder.path() / "dictate").string();
    {
        const auto first = ControlSocket::open(path);
        ASSERT_TRUE(first);
        const auto second = ControlSocket::open(path);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::busy);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
    const auto sent = send_signal(path, Signal::start);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, ErrorCode::not_found);
    EXPECT_TRUE(ControlSocket::open(path));
}

TEST(ControlSocket, NamesWordsThatAreNoSignals) {
    EXPECT_EQ(parse_signal("stop"), Signal::stop);
    EXPECT_EQ(parse_signal("begin").error().detail, "\"begin\" is no signal; there are start, stop and toggle");
}

}  // namespace
}  // namespace attacca::typing
