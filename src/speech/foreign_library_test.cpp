#include "speech/foreign_library.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace attacca::speech {
namespace {

TEST(ParseVersion, ReadsThreeNumbers) {
    EXPECT_EQ(parse_version("1.13.4"), (LibraryVersion{1, 13, 4}));
    EXPECT_EQ(parse_version("v1.8.2-dev"), (LibraryVersion{1, 8, 2}));
    for (const char* text : {"", "1", "1.2", "1.2.", "one.2.3", "-1.2.3", "1.2.99999999999"}) {
        EXPECT_EQ(parse_version(text), std::nullopt) << text;
    }
    EXPECT_LT((LibraryVersion{1, 9, 9}), (LibraryVersion{1, 10, 0}));
}

TEST(LoadForeignLibrary, SaysWhereToPutWhatIsNotInstalled) {
    const char* const names[] = {"libattacca-no-such.so"};
    const auto loaded =
        load_foreign_library({.engine = "Nobody", .names = names, .chosen = ""}, ModelFolders({"/models/mine"}));
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::unavailable);
    EXPECT_EQ(
        loaded.error().detail,
        "Nobody is not installed: put libattacca-no-such.so and what it needs where the system's loader looks, or "
        "into /models/mine");
}

TEST(LoadForeignLibrary, TakesTheChosenFileAndNoOther) {
    const char* const names[] = {"libc.so.6"};
    EXPECT_TRUE(load_foreign_library({.engine = "C", .names = names, .chosen = ""}, ModelFolders({"/nowhere"})));
    const auto loaded =
        load_foreign_library({.engine = "C", .names = names, .chosen = "/nowhere/libc.so"}, ModelFolders({"/nowhere"}));
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().detail.find("/nowhere/libc.so"), std::string::npos) << loaded.error().detail;
}

TEST(LoadForeignLibrary, AFileThatIsNoLibraryIsSaid) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "attacca-no-library";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "libthing.so") << "no library";
    const char* const names[] = {"libthing.so"};
    const auto loaded = load_foreign_library({.engine = "Thing", .names = names, .chosen = ""}, ModelFolders({folder}));
    std::filesystem::remove_all(folder);
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().detail.find("Thing's library cannot be loaded"), std::string::npos);
    EXPECT_NE(loaded.error().detail.find("libthing.so"), std::string::npos) << loaded.error().detail;
}

}  // namespace
}  // namespace attacca::speech
