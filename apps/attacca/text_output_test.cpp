#include "text_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
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

TEST_F(TextOutputTest, WritesWhereALinkLeads) {
    fs::create_symlink(folder_ / "there.csv", folder_ / "here.csv");
    std::ofstream(folder_ / "there.csv") << "old";
    auto output = TextOutput::open((folder_ / "here.csv").string());
    ASSERT_TRUE(output) << output.error().detail;
    output->write("new");
    ASSERT_TRUE(output->finish());
    EXPECT_TRUE(fs::is_symlink(folder_ / "here.csv"));
    std::ifstream file(folder_ / "there.csv");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "new");
}

TEST_F(TextOutputTest, DoesNotWriteThroughALinkSomebodyElsePutThere) {
    fs::create_symlink(folder_ / "precious", folder_ / ("a.csv." + std::to_string(getpid()) + "-0.part"));
    auto output = TextOutput::open((folder_ / "a.csv").string());
    ASSERT_TRUE(output) << output.error().detail;
    output->write("text");
    EXPECT_TRUE(output->finish());
    EXPECT_FALSE(fs::exists(folder_ / "precious"));
    EXPECT_FALSE(fs::is_symlink(folder_ / "a.csv"));
}

TEST_F(TextOutputTest, AFullDeviceIsToldOfAtTheEndThoughItWasSeenBefore) {
    auto output = TextOutput::open("/dev/full");
    ASSERT_TRUE(output) << output.error().detail;
    output->write("passage\n");
    output->flush();
    EXPECT_TRUE(output->unheard());
    const Status finished = output->finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().code, ErrorCode::no_space);
    EXPECT_TRUE(fs::is_character_file("/dev/full")) << "devices are not replaced";
}

TEST_F(TextOutputTest, AReaderThatHasGoneIsNoFailure) {
    const auto pipe = folder_ / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    auto output = TextOutput::open(pipe.string());
    ASSERT_TRUE(output) << output.error().detail;
    ::close(reader);
    const auto before = std::signal(SIGPIPE, SIG_IGN);  // As the program does.
    output->write("passage\n");
    output->flush();
    EXPECT_TRUE(output->unheard());
    EXPECT_TRUE(output->finish());
    std::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace attacca::app
