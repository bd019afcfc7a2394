#include "talk_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <utility>

namespace attacca::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using typing::KeyEvent;
using typing::Signal;
using typing::TalkAction;

class Watch final : public typing::KeyWatch {
public:
    explicit Watch(std::vector<KeyEvent>& events) : events_(events) {}
    const std::string& where() const noexcept override { return where_; }
    int descriptor() const noexcept override { return -1; }
    Result<std::vector<KeyEvent>> read() override { return std::exchange(events_, {}); }

private:
    std::vector<KeyEvent>& events_;
    std::string where_ = "a test";
};

typing::TalkKey::Time at_ms(int time_ms) { return typing::TalkKey::Time{} + std::chrono::milliseconds(time_ms); }

TEST(TalkControl, FollowsTheKey) {
    std::vector<KeyEvent> events;
    TalkControl control({.mode = typing::TalkMode::hold}, std::make_unique<Watch>(events), std::nullopt);
    EXPECT_EQ(control.where(), "a test");
    EXPECT_THAT(*control.read(at_ms(0)), IsEmpty());
    events = {KeyEvent::pressed};
    EXPECT_THAT(*control.read(at_ms(1000)), ElementsAre(TalkAction::start));
    EXPECT_TRUE(control.key_down());
    events = {KeyEvent::released};
    EXPECT_THAT(*control.read(at_ms(2000)), ElementsAre(TalkAction::stop));
    EXPECT_FALSE(control.key_down());
}

TEST(TalkControl, FollowsSignalsAndIsOneOnly) {
    std::string folder = (std::filesystem::temp_directory_path() / "attacca-talk-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const std::string path = control_path(folder);
    {
        auto control = TalkControl::open({.key = {}, .talk = {}, .control_path = path});
        ASSERT_TRUE(control) << control.error().detail;
        for (const auto signal : {Signal::toggle, Signal::start, Signal::stop}) ASSERT_TRUE(send_signal(path, signal));
        EXPECT_THAT(*control->read(at_ms(0)), ElementsAre(TalkAction::start, TalkAction::stop));
        const auto second = TalkControl::open({.key = {}, .talk = {}, .control_path = path});
        ASSERT_FALSE(second);
        EXPECT_THAT(second.error().detail, HasSubstr("attacca dictate runs already"));
    }
    const auto keyless = TalkControl::open(
        {.key = typing::KeyWatchSpec{.combo = {.key = 1}, .desktop = {}, .keyboards = folder + "/none"},
         .talk = {},
         .control_path = path});
    ASSERT_FALSE(keyless);
    EXPECT_THAT(keyless.error().detail, HasSubstr("Or take --key none, and let a shortcut"));
    EXPECT_FALSE(std::filesystem::exists(path)) << "nothing is left behind";
    std::filesystem::remove_all(folder);
}

TEST(ControlPath, IsTheUsersOwn) {
    EXPECT_EQ(control_path("/run/user/7"), "/run/user/7/attacca-dictate");
    EXPECT_THAT(control_path(""), HasSubstr("/tmp/attacca-dictate-"));
}

}  // namespace
}  // namespace attacca::app
