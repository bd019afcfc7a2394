// Text typed into a window and read back; keys pressed by another program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/input-event-codes.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "attacca/typing/key_watch.h"
#include "attacca/typing/notice.h"
#include "attacca/typing/text_target.h"
#include "typing/screen.h"

namespace attacca::typing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TypingScreen : public testing::Test {
protected:
    void SetUp() override {
        if (const auto missing = Screen::missing(); !missing.empty()) GTEST_SKIP() << "not installed: " << missing;
        screen_ = std::make_unique<Screen>();
    }

    std::unique_ptr<TextTarget> open(const std::string& name) {
        auto target = open_text_target(name, screen_->desktop());
        EXPECT_TRUE(target) << target.error().detail;
        return target ? *std::move(target) : nullptr;
    }

    void put(TextTarget& target, const std::string& text) {
        const auto put = target.put(text);
        EXPECT_TRUE(put) << put.error().detail;
    }

    Result<std::unique_ptr<KeyWatch>> watch_key() {
        return KeyWatch::open({.combo = {.ctrl = true, .alt = true, .key = KEY_SPACE},
                               .system = KeySystem::automatic,
                               .desktop = screen_->desktop(),
                               .keyboards = {}});
    }

    /// So many events, when they have come.
    std::vector<KeyEvent> read(KeyWatch& watch, std::size_t count) {
        std::vector<KeyEvent> events;
        EXPECT_TRUE(comes_true([&] {
            const auto more = watch.read();
            EXPECT_TRUE(more) << more.error().detail;
            if (more) events.insert(events.end(), more->begin(), more->end());
            return events.size() >= count || !more;
        }));
        return events;
    }

    std::unique_ptr<Screen> screen_;
};

constexpr const char* kText =
    "Grüße, ¿qué? 你好 😀 – it’s “fine” (50 %)\nSecond line: naïve Äpfel, Ärger, ÄäÖöÜüß €.\n\tiii AAA\n";

TEST_F(TypingScreen, TypesAnyText) {
    const auto pad = screen_->open_pad();
    const auto target = open("window");
    EXPECT_EQ(target->where(), "the window that has the keyboard on X11 display " + screen_->desktop().x11_display);
    put(*target, kText);
    put(*target, "And so on.");
    EXPECT_TRUE(pad->reads(std::string(kText) + "And so on.")) << pad->text();
}

TEST_F(TypingScreen, TypesMoreForeignLettersThanThereAreSpareKeys) {
    const auto pad = screen_->open_pad();
    std::string text;
    for (char32_t character = 0x4e00; character < 0x4e00 + 150; ++character) {
        text += {static_cast<char>(0xe0 | character >> 12), static_cast<char>(0x80 | (character >> 6 & 0x3f)),
                 static_cast<char>(0x80 | (character & 0x3f))};
    }
    put(*open("window"), text);
    EXPECT_TRUE(pad->reads(text)) << pad->text();
}

TEST_F(TypingScreen, IsNotSpoiledByAHotkeyThatIsStillHeld) {
    const auto pad = screen_->open_pad();
    const auto target = open("window");
    screen_->xdotool("keydown ctrl keydown alt");
    put(*target, "quit all windows, a A");
    screen_->xdotool("keyup alt keyup ctrl");
    put(*target, "; b");
    EXPECT_TRUE(pad->reads("quit all windows, a A; b")) << pad->text();
}

TEST_F(TypingScreen, IsNotSpoiledByCapsLock) {
    const auto pad = screen_->open_pad();
    const auto target = open("window");
    screen_->xdotool("key Caps_Lock");
    put(*target, "Ab äÄ ");
    screen_->xdotool("key x");
    EXPECT_TRUE(pad->reads("Ab äÄ X")) << "and it is on again: " << pad->text();
}

TEST_F(TypingScreen, FollowsTheLayout) {
    const auto pad = screen_->open_pad();
    const auto target = open("window");
    ASSERT_EQ(std::system("setxkbmap de"), 0);
    put(*target, "yz Zäß {}\n");
    ASSERT_EQ(std::system("setxkbmap us,ru -option grp:shifts_toggle"), 0);
    put(*target, "Да, yes\n");
    EXPECT_TRUE(pad->reads("yz Zäß {}\nДа, yes\n")) << pad->text();
}

TEST_F(TypingScreen, HoldsTheClipboard) {
    const auto pad = screen_->open_pad();
    const auto target = open("clipboard");
    put(*target, "Grüße");
    put(*target, " 你好");
    screen_->xdotool("key ctrl+v");
    EXPECT_TRUE(pad->reads("Grüße 你好")) << pad->text();
    target->begin();
    put(*target, ".");
    screen_->xdotool("key ctrl+v");
    EXPECT_TRUE(pad->reads("Grüße 你好.")) << pad->text();
}

TEST_F(TypingScreen, PastesIntoWindowsAndTerminals) {
    const auto target = open("paste");
    for (const char* name : {"pad", "xterm"}) {
        const auto pad = screen_->open_pad(name);
        put(*target, std::string("in ") + name + ": Ä");
        EXPECT_TRUE(pad->reads(std::string("in ") + name + ": Ä")) << pad->text();
    }
}

TEST_F(TypingScreen, SaysThatNoWindowHasTheKeyboard) {
    const auto target = open("window");
    screen_->end_manager();  // It would give the keyboard to somebody.
    screen_->xdotool("windowfocus 0");
    const auto put = target->put("x");
    ASSERT_FALSE(put);
    EXPECT_THAT(put.error().detail, HasSubstr("has the keyboard: click into the one"));
}

TEST_F(TypingScreen, TakesAKeyFromAllWindows) {
    const auto pad = screen_->open_pad();
    auto watch = watch_key();
    ASSERT_TRUE(watch) << watch.error().detail;
    EXPECT_EQ((*watch)->where(), "X11 display " + screen_->desktop().x11_display);
    screen_->xdotool("keydown ctrl keydown alt keydown space");
    EXPECT_THAT(read(**watch, 1), ElementsAre(KeyEvent::pressed));
    screen_->xdotool("sleep 0.8");  // Longer than a keyboard waits before it repeats.
    screen_->xdotool("keyup ctrl keyup alt keyup space");
    EXPECT_THAT(read(**watch, 1), ElementsAre(KeyEvent::released));
    screen_->xdotool("key space key a");
    EXPECT_TRUE(pad->reads(" a")) << pad->text();
    EXPECT_THAT(*(*watch)->read(), IsEmpty());
}

TEST_F(TypingScreen, TakesItWhicheverLocksAreOn) {
    auto watch = watch_key();
    ASSERT_TRUE(watch);
    for (const char* lock : {"Caps_Lock", "Num_Lock", "Caps_Lock"}) {  // Caps, both, Num.
        screen_->xdotool(std::string("key ") + lock);
        screen_->xdotool("key ctrl+alt+space");
        EXPECT_THAT(read(**watch, 2), ElementsAre(KeyEvent::pressed, KeyEvent::released)) << lock;
    }
}

TEST_F(TypingScreen, KeepsItsKeyWhileTextIsTypedAndLayoutsChange) {
    const auto pad = screen_->open_pad();
    auto watch = watch_key();
    ASSERT_TRUE(watch);
    const auto window = open("window");
    put(*window, "你好");
    // A window that reads its strokes late would look them up in the new layout.
    EXPECT_TRUE(pad->reads("你好"));
    ASSERT_EQ(std::system("setxkbmap de"), 0);
    screen_->xdotool("key ctrl+alt+space");
    EXPECT_THAT(read(**watch, 2), ElementsAre(KeyEvent::pressed, KeyEvent::released));
}

TEST_F(TypingScreen, LetsTheWindowReadBeforeItGoes) {
    const auto pad = screen_->open_pad();
    put(*open("window"), "你好");
    EXPECT_TRUE(pad->reads("你好"));
}

TEST_F(TypingScreen, SaysWhoHoldsAKey) {
    const auto first = watch_key();
    ASSERT_TRUE(first);
    const auto second = watch_key();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::busy);
    EXPECT_THAT(second.error().detail, HasSubstr("another program holds Ctrl+Alt+Space on X11 display :"));
}

TEST_F(TypingScreen, OutlivesItsServer) {
    auto watch = watch_key();
    const auto window = open("window");
    const auto clipboard = open("clipboard");
    screen_->kill();
    EXPECT_TRUE(comes_true([&] { return !(*watch)->read(); }));
    EXPECT_THAT((*watch)->read().error().detail, HasSubstr("has gone"));
    EXPECT_THAT(window->put("x").error().detail, HasSubstr("has gone"));
    EXPECT_THAT(clipboard->put("x").error().detail, HasSubstr("has gone"));
    const auto again = watch_key();
    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().detail, HasSubstr("does not answer"));
}

TEST(DesktopNotice, TakesThePlaceOfTheOneBefore) {
    if (const auto missing = Screen::missing(); !missing.empty()) GTEST_SKIP() << "not installed: " << missing;
    const device::PrivateRuntime runtime;
    const auto bus = "unix:path=" + (runtime.directory() / "bus").string();
    const auto log = runtime.directory() / "notices";
    const device::ServerProcess daemon({"dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + bus},
                                       runtime.directory() / "bus.log");
    ASSERT_TRUE(comes_true([&] { return std::filesystem::exists(runtime.directory() / "bus"); }));
    const device::ServerProcess service({"/usr/bin/python3", "-B", ATTACCA_TYPING_TESTS "/notices.py", log},
                                        runtime.directory() / "notices.log");
    ASSERT_TRUE(comes_true([&] { return std::filesystem::exists(log); }));
    Notice notice({.x11_display = {}, .wayland_display = {}, .session_bus = bus, .program_path = {}});
    ASSERT_TRUE(notice.available());
    const auto lines = [&] {
        std::ifstream file(log);
        return std::vector<std::string>(std::istream_iterator<std::string>(file), {});
    };
    notice.show("Listening", "Grüße\xff");
    ASSERT_TRUE(comes_true([&] { return lines().size() == 3; }));
    // The answer to the first may still be on its way when the second is sent.
    EXPECT_TRUE(comes_true([&] {
        const auto before = lines().size();
        notice.show("Done", "a");
        if (!comes_true([&] { return lines().size() == before + 3; })) return true;
        const auto all = lines();
        return all[all.size() - 2] == "7";
    }));
    EXPECT_THAT(lines(), testing::Contains("Listening|Grüße"));
}

TEST(DesktopNotice, NeedsNoBus) {
    Notice none(Desktop{});
    EXPECT_FALSE(none.available());
    none.show("Listening", "to nobody");
    Notice gone(
        {.x11_display = {}, .wayland_display = {}, .session_bus = "unix:path=/nowhere/bus", .program_path = {}});
    EXPECT_FALSE(gone.available());
}

}  // namespace
}  // namespace attacca::typing
