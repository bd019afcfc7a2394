#include "attacca/base/whole_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>

namespace attacca {
namespace {

namespace fs = std::filesystem;

class WholeFile : public testing::Test {
protected:
    WholeFile() {
        std::string pattern = (fs::temp_directory_path() / "attacca_whole_XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~WholeFile() override { fs::remove_all(folder_); }
    [[nodiscard]] std::string file(const char* name) const { return (folder_ / name).string(); }

    fs::path folder_;
};

TEST_F(WholeFile, IsReadAsItWasWritten) {
    const std::string bytes("a\0b\n", 4);
    ASSERT_TRUE(write_whole_file(file("made/for/it"), bytes));
    EXPECT_EQ(read_whole_file(file("made/for/it"), 100), bytes);
    ASSERT_TRUE(write_whole_file(file("made/for/it"), ""));
    EXPECT_EQ(read_whole_file(file("made/for/it"), 100), "");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "made/for"), {}), 1) << "nothing is left beside it";
}

TEST_F(WholeFile, AbsentIsNotFoundAndTooLargeIsDamaged) {
    EXPECT_EQ(read_whole_file(file("none"), 100).error().code, ErrorCode::not_found);
    ASSERT_TRUE(write_whole_file(file("long"), std::string(101, 'x')));
    EXPECT_EQ(read_whole_file(file("long"), 100).error().code, ErrorCode::damaged);
}

TEST_F(WholeFile, IsWrittenWhereALinkLeads) {
    ASSERT_TRUE(write_whole_file(file("there/it"), "old"));
    fs::create_symlink(folder_ / "there/it", folder_ / "here");
    ASSERT_TRUE(write_whole_file(file("here"), "new"));
    EXPECT_TRUE(fs::is_symlink(folder_ / "here"));
    EXPECT_EQ(read_whole_file(file("there/it"), 100), "new");
}

TEST_F(WholeFile, AFailureLeavesWhatWasThere) {
    fs::create_directories(folder_ / "taken");
    const auto status = write_whole_file(file("taken"), "x");
    ASSERT_FALSE(status);
    EXPECT_TRUE(fs::is_directory(folder_ / "taken"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

}  // namespace
}  // namespace attacca
