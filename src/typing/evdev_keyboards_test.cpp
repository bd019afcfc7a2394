#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "attacca/typing/key_watch.h"
#include "typing/descriptor.h"
#include "typing/folder_test.h"

namespace attacca::typing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using enum KeyEvent;

/// A named pipe of a keyboard's events.
class Keyboard {
public:
    explicit Keyboard(const std::filesystem::path& file) {
        mkfifo(file.c_str(), S_IRUSR | S_IWUSR);
        pipe_ = Descriptor(::open(file.c_str(), O_RDWR | O_CLOEXEC));  // Open for both: it needs no reader yet.
    }

    void key(std::uint16_t code, std::int32_t value) {
        const input_event events[] = {{.time = {}, .type = EV_MSC, .code = MSC_SCAN, .value = 7},
                                      {.time = {}, .type = EV_KEY, .code = code, .value = value},
                                      {.time = {}, .type = EV_SYN, .code = SYN_REPORT, .value = 0}};
        ASSERT_EQ(write(pipe_.get(), events, sizeof events), static_cast<ssize_t>(sizeof events));
    }

    void press(std::initializer_list<std::uint16_t> codes) {
        for (const auto code : codes) key(code, 1);
    }

    void pull_out() { pipe_.close(); }

private:
    Descriptor pipe_;
};

KeyWatchSpec spec(const TestFolder& folder) {
    return {.combo = {.ctrl = true, .alt = true, .key = KEY_SPACE},
            .system = KeySystem::evdev,
            .desktop = {},
            .keyboards = folder.path()};
}

void await(const KeyWatch& watch) {
    pollfd ready{.fd = watch.descriptor(), .events = POLLIN, .revents = 0};
    poll(&ready, 1, -1);
}

TEST(EvdevKeyboards, HearsAChordOfOneKeyboardOrOfTwo) {
    const TestFolder folder;
    Keyboard one(folder.path() / "event0");
    Keyboard other(folder.path() / "event7");
    auto watch = KeyWatch::open(spec(folder));
    ASSERT_TRUE(watch) << watch.error().detail;
    EXPECT_EQ((*watch)->where(), "the keyboards in " + folder.path().string());
    EXPECT_THAT(*(*watch)->read(), IsEmpty());
    one.press({KEY_LEFTCTRL, KEY_LEFTALT, KEY_SPACE});
    one.key(KEY_SPACE, 2);
    await(**watch);
    EXPECT_THAT(*(*watch)->read(), ElementsAre(pressed));
    one.key(KEY_SPACE, 0);
    EXPECT_THAT(*(*watch)->read(), ElementsAre(released));
    other.press({KEY_SPACE});
    other.key(KEY_SPACE, 0);
    EXPECT_THAT(*(*watch)->read(), ElementsAre(pressed, released));
}

TEST(EvdevKeyboards, HearsOneThatIsPluggedInLater) {
    const TestFolder folder;
    Keyboard one(folder.path() / "event0");
    auto watch = KeyWatch::open(spec(folder));
    ASSERT_TRUE(watch);
    Keyboard later(folder.path() / "event12");
    await(**watch);
    EXPECT_THAT(*(*watch)->read(), IsEmpty());
    later.press({KEY_RIGHTCTRL, KEY_RIGHTALT, KEY_SPACE});
    EXPECT_THAT(*(*watch)->read(), ElementsAre(pressed));
}

TEST(EvdevKeyboards, LetsGoOfWhatAKeyboardHeldThatIsPulledOut) {
    const TestFolder folder;
    Keyboard one(folder.path() / "event0");
    auto watch = KeyWatch::open(spec(folder));
    ASSERT_TRUE(watch);
    one.press({KEY_LEFTCTRL, KEY_LEFTALT, KEY_SPACE});
    EXPECT_THAT(*(*watch)->read(), ElementsAre(pressed));
    one.pull_out();
    EXPECT_THAT(*(*watch)->read(), ElementsAre(released));
    EXPECT_THAT(*(*watch)->read(), IsEmpty());
}

std::string refusal(const KeyWatchSpec& spec) {
    const auto watch = KeyWatch::open(spec);
    return watch ? "opened" : watch.error().detail;
}

TEST(EvdevKeyboards, SaysWhatIsWrong) {
    const TestFolder folder;
    auto nowhere = spec(folder);
    nowhere.keyboards /= "none";
    EXPECT_THAT(refusal(nowhere), HasSubstr("none: there are no keyboards of the kernel here"));
    EXPECT_THAT(refusal(spec(folder)), HasSubstr("no keyboard there has the key Ctrl+Alt+Space"));
    std::ofstream(folder.path() / "event3") << "not a keyboard";
    EXPECT_THAT(refusal(spec(folder)), HasSubstr("no keyboard there has the key Ctrl+Alt+Space"));
}

TEST(EvdevKeyboards, SaysHowToGetPermission) {
    const TestFolder folder;
    const Keyboard one(folder.path() / "event0");
    chmod((folder.path() / "event0").c_str(), 0);
    chmod(folder.path().c_str(), S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH);
    constexpr uid_t kNobody = 65534;
    const bool root = geteuid() == 0;
    if (root) {
        ASSERT_EQ(seteuid(kNobody), 0);
    }
    const auto said = refusal(spec(folder));
    if (root) {
        ASSERT_EQ(seteuid(0), 0);
    }
    EXPECT_THAT(said, HasSubstr("this user may not read keyboards; run \"sudo usermod -aG input $USER\""));
}

}  // namespace
}  // namespace attacca::typing
