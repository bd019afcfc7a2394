#include "studio_options.h"

#include <gmock/gmock.h>

namespace attacca::studio {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(StudioOptions, TakesFilesPageThemeDeviceAndSize) {
    const auto line = parse_command_line(
        {"a.flac", "--page", "notes", "--theme", "dark", "--device", "null", "--size", "1280x720", "b c.mp3"});
    EXPECT_FALSE(line.end);
    EXPECT_THAT(line.options.sources, ElementsAre("a.flac", "b c.mp3"));
    EXPECT_EQ(line.options.page, "notes");
    EXPECT_EQ(line.options.theme, "dark");
    EXPECT_EQ(line.options.device, "null");
    EXPECT_EQ(line.options.width, 1280);
    EXPECT_EQ(line.options.height, 720);
}

TEST(StudioOptions, NothingGivenLeavesAllAsLastTime) {
    const auto line = parse_command_line({});
    EXPECT_FALSE(line.end);
    EXPECT_TRUE(line.options.sources.empty());
    EXPECT_EQ(line.options.page, "");
    EXPECT_FALSE(line.options.device);
    EXPECT_EQ(line.options.width, 0);
}

TEST(StudioOptions, HelpAndVersionEndWell) {
    const auto help = parse_command_line({"--help"});
    EXPECT_EQ(help.end, 0);
    EXPECT_THAT(help.text, HasSubstr("--page"));
    EXPECT_THAT(help.text, HasSubstr("Examples"));
    const auto version = parse_command_line({"--version"});
    EXPECT_EQ(version.end, 0);
    EXPECT_EQ(version.text, "attacca-studio " ATTACCA_VERSION "\n");
}

TEST(StudioOptions, WrongOnesAreNamedWithStatusTwo) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"--page", "cellar"},
                                                                   {"--theme", "mauve"},
                                                                   {"--size", "12"},
                                                                   {"--size", "1280x720x3"},
                                                                   {"--size", "1x1"},
                                                                   {"--nonsense"}}) {
        const auto line = parse_command_line(words);
        EXPECT_EQ(line.end, 2) << words.front();
        EXPECT_THAT(line.text, HasSubstr(words.back()));
    }
}

}  // namespace
}  // namespace attacca::studio
