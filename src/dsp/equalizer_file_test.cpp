#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "attacca/dsp/equalizer_settings.h"

namespace attacca::dsp {
namespace {

using testing::HasSubstr;

TEST(LoadEqualizer, FindsPresetsAndFilesAndGuessesNames) {
    const auto rock = load_equalizer("rock");
    ASSERT_TRUE(rock);
    EXPECT_EQ(rock->bands.size(), 8U);

    const auto path = std::filesystem::temp_directory_path() / "attacca_equalizer_settings_test.txt";
    std::ofstream(path) << format_equalizer_text(*rock);
    const auto loaded = load_equalizer(path.string());
    std::ofstream(path) << "Preamp: much\n";
    const auto damaged = load_equalizer(path.string());
    std::filesystem::remove(path);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(*loaded, *rock);
    ASSERT_FALSE(damaged);
    EXPECT_THAT(damaged.error().detail, HasSubstr(path.string() + ":1"));

    const auto mistyped = load_equalizer("bas-bost");
    ASSERT_FALSE(mistyped);
    EXPECT_EQ(mistyped.error().code, ErrorCode::not_found);
    EXPECT_THAT(mistyped.error().detail, HasSubstr("did you mean \"bass-boost\"?"));
    const auto directory = load_equalizer("/");
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().code, ErrorCode::unreadable);
}

}  // namespace
}  // namespace attacca::dsp
