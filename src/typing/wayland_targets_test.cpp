#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "attacca/typing/text_target.h"
#include "typing/folder_test.h"

namespace attacca::typing {
namespace {

using testing::HasSubstr;

/// A desktop whose wtype and wl-copy write down what they are told.
class WaylandTargets : public testing::Test {
protected:
    void write_programs(std::initializer_list<const char*> names) {
        for (const std::string name : names) {
            const auto said = (folder_.path() / (name + ".said")).string();
            folder_.write_program(name,
                                  "echo \"$@\" >> '" + said + "'; cat >> '" + said + "'; echo >> '" + said + "'\n");
        }
    }

    std::unique_ptr<TextTarget> open(const std::string& name) {
        auto target = open_text_target(name, desktop_);
        EXPECT_TRUE(target) << target.error().detail;
        return target ? *std::move(target) : nullptr;
    }

    TestFolder folder_;
    Desktop desktop_{.x11_display = ":0",  // XWayland's: it reaches few windows.
                     .wayland_display = "wayland-0",
                     .session_bus = {},
                     .program_path = "/nowhere:" + folder_.path().string()};
};

TEST_F(WaylandTargets, TypesByWtype) {
    write_programs({"wtype"});
    const auto target = open("window");
    EXPECT_EQ(target->where(), "the window that has the keyboard, by wtype");
    ASSERT_TRUE(target->put("Grüße -n $HOME"));
    EXPECT_EQ(folder_.read("wtype.said"), "-\nGrüße -n $HOME\n");
}

TEST_F(WaylandTargets, CopiesAllOfADictationAndThenTheNext) {
    write_programs({"wl-copy"});
    const auto target = open("clipboard");
    ASSERT_TRUE(target->put("one"));
    ASSERT_TRUE(target->put(" two"));
    target->begin();
    ASSERT_TRUE(target->put("three"));
    EXPECT_EQ(folder_.read("wl-copy.said"), "\none\n\none two\n\nthree\n");
}

TEST_F(WaylandTargets, PastesEachTextAlone) {
    write_programs({"wl-copy", "wtype"});
    const auto target = open("paste");
    ASSERT_TRUE(target->put("one"));
    ASSERT_TRUE(target->put(" two"));
    EXPECT_EQ(folder_.read("wl-copy.said"), "\none\n\n two\n");
    EXPECT_THAT(folder_.read("wtype.said"), HasSubstr("-M ctrl v -m ctrl\n"));
}

TEST_F(WaylandTargets, SaysWhatIsMissingOrFails) {
    for (const char* name : {"clipboard", "paste"}) {
        const auto target = open_text_target(name, desktop_);
        ASSERT_FALSE(target);
        EXPECT_THAT(target.error().detail, HasSubstr("install wl-clipboard"));
    }
    folder_.write_program("wtype", "exit 1\n");
    const auto put = open("window")->put("x");
    ASSERT_FALSE(put);
    EXPECT_THAT(put.error().detail, HasSubstr("/wtype failed with status 1"));
}

}  // namespace
}  // namespace attacca::typing
