#include "text_output.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace attacca::app {
namespace {

namespace fs = std::filesystem;

class TextOutputTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("attacca-text-output-" + std::to_string(getpid()));
        fs::create_directory(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }

    fs::path folder_;
};

TEST_F(TextOutputTest, TheFileAppearsWhenItIsComplete) {
    const auto path = folder_ / "a.csv";
    auto output = TextOutput::open(path.string());
    ASSERT_TRUE(output) << output.error().detail;
    output->write("one,two\n");
    EXPECT_FALSE(fs::exists(path));
    ASSERT_TRUE(output->finish());
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "one,two\n");
    EXPECT_EQ(files(), 1U);
}

TEST_F(TextOutputTest, LeavesNothingWithoutFinish) {
    {
        auto output = TextOutput::open((folder_ / "a.csv").string());
        ASSERT_TRUE(output);
        output->write("half");
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(TextOutputTest, NamesAFolderThatIsNotThere) {
    const auto output = TextOutput::open((folder_ / "gone" / "a.csv").string());
    ASSERT_FALSE(output);
    EXPECT_NE(output.error().detail.find("a.csv"), std::string::npos);
}

TEST_F(TextOutputTest, DoesNotWriteThroughALinkSomebodyElsePutThere) {
    fs::create_symlink(folder_ / "precious", folder_ / ("a.csv.part-" + std::to_string(getpid())));
    EXPECT_FALSE(TextOutput::open((folder_ / "a.csv").string()));
    EXPECT_FALSE(fs::exists(folder_ / "precious"));
}

}  // namespace
}  // namespace attacca::app
