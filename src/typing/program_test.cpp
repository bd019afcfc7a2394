#include "attacca/typing/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "typing/folder_test.h"

namespace attacca::typing {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

int status_of(Program program) {
    for (;;) {
        if (const auto status = program.ended()) return *status;
        std::this_thread::yield();
    }
}

TEST(Program, GivesItTheInputAndWaitsForItsEnd) {
    const TestFolder folder;
    const auto path = (folder.path() / "heard").string();
    const std::string text(300000, 'x');  // More than a pipe holds.
    ASSERT_TRUE(Program::run({"sh", "-c", "cat > \"$0\"", path}, text, 60s));
    EXPECT_EQ(folder.read("heard"), text);
}

TEST(Program, MayEndBeforeItHasReadAll) {
    const std::string text(1 << 20, 'x');
    EXPECT_TRUE(Program::run({"true"}, text, 60s));
    EXPECT_TRUE(Program::run({"sh", "-c", "exec <&-; sleep 0.1"}, text, 60s));
}

TEST(Program, ExpandsNothing) {
    const TestFolder folder;
    const auto path = (folder.path() / "$(date) *").string();
    auto program = Program::start({"touch", path});
    ASSERT_TRUE(program);
    EXPECT_EQ(status_of(*std::move(program)), 0);
    EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(Program, TellsItsStatus) {
    EXPECT_EQ(status_of(*Program::start({"sh", "-c", "exit 7"})), 7);
    EXPECT_EQ(status_of(*Program::start({"sh", "-c", "kill -9 $$"})), 128 + 9);
    const auto ran = Program::run({"sh", "-c", "exit 3"}, "", 60s);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().detail, "sh failed with status 3");
}

TEST(Program, SaysThatThereIsNone) {
    const auto program = Program::start({"attacca-has-no-such-program"});
    ASSERT_FALSE(program);
    EXPECT_EQ(program.error().code, ErrorCode::not_found);
    EXPECT_THAT(program.error().detail, HasSubstr("attacca-has-no-such-program cannot be started"));
}

TEST(Program, StopsOneThatDoesNotEnd) {
    const auto ran = Program::run({"sleep", "1000"}, "", 20ms);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().detail, "sleep does not end; it was stopped");
}

}  // namespace
}  // namespace attacca::typing
