#include "service/page_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace attacca::service {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class PageFilesTest : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "page/assets");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / "page" / name, std::ios::binary) << text;
    }
    [[nodiscard]] std::string page() const { return (folder_ / "page").string(); }

    fs::path folder_;
};

TEST_F(PageFilesTest, NamesTypesAndHowLongTheyMayBeKept) {
    write("index.html", "<p>");
    write("assets/a-1234.wasm", std::string("\0asm", 4));
    const auto files = PageFiles::read(page());
    ASSERT_TRUE(files) << files.error().detail;
    const PageFile* index = files->find("/");
    ASSERT_NE(index, nullptr);
    EXPECT_EQ(index, files->find("/index.html"));
    EXPECT_THAT(index->header, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
    EXPECT_THAT(index->header, HasSubstr("Cache-Control: no-cache\r\n"));
    EXPECT_THAT(index->header, HasSubstr("script-src 'self' 'wasm-unsafe-eval';"));
    const PageFile* module = files->find("/assets/a-1234.wasm");
    ASSERT_NE(module, nullptr);
    EXPECT_EQ(module->body.size(), 4U);
    EXPECT_THAT(module->header, HasSubstr("Content-Type: application/wasm\r\n"));
    EXPECT_THAT(module->header, HasSubstr("immutable"));
}

TEST_F(PageFilesTest, TagsFollowTheContent) {
    write("index.html", "one");
    const std::string before = PageFiles::read(page())->find("/")->tag;
    EXPECT_EQ(PageFiles::read(page())->find("/")->tag, before);
    write("index.html", "two");
    EXPECT_NE(PageFiles::read(page())->find("/")->tag, before);
}

TEST_F(PageFilesTest, NoPathLeadsOutOfTheFolder) {
    write("index.html", "<p>");
    std::ofstream(folder_ / "secret.txt") << "secret";
    const auto files = PageFiles::read(page());
    for (const char* path :
         {"/../secret.txt", "/assets/../../secret.txt", "//secret.txt", "/..", "", "/assets", "/%2e%2e/secret.txt"}) {
        EXPECT_EQ(files->find(path), nullptr) << path;
    }
}

TEST_F(PageFilesTest, AFolderThatIsNoPageSaysSo) {
    const auto empty = PageFiles::read(page());
    ASSERT_FALSE(empty);
    EXPECT_THAT(empty.error().detail, HasSubstr("holds no index.html"));
    EXPECT_FALSE(PageFiles::read((folder_ / "nowhere").string()));
    EXPECT_TRUE(PageFiles().empty());
}

}  // namespace
}  // namespace attacca::service
