#include "command_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace attacca::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(CommandRunner, SaysWhatEndedBadly) {
    std::vector<std::string> said;
    CommandRunner runner([&](const std::string& sentence) { said.push_back(sentence); });
    runner.run("lights on", {"true"});
    runner.run("lights off", {"sh", "-c", "exit 3"});
    EXPECT_THAT(said, IsEmpty());
    while (runner.running() > 0) {
        runner.look();
        std::this_thread::yield();
    }
    EXPECT_THAT(said, ElementsAre("\"lights off\": sh ended with status 3"));
}

TEST(CommandRunner, SaysWhatCannotBeStarted) {
    std::vector<std::string> said;
    CommandRunner runner([&](const std::string& sentence) { said.push_back(sentence); });
    runner.run("fly", {"attacca-has-no-such-program"});
    EXPECT_THAT(said, ElementsAre(HasSubstr("\"fly\": attacca-has-no-such-program cannot be started")));
    EXPECT_EQ(runner.running(), 0U);
}

}  // namespace
}  // namespace attacca::app
