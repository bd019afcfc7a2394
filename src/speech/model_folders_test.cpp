#include "attacca/speech/model_folders.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>

namespace attacca::speech {
namespace {

using testing::Contains;
using testing::Not;

ModelFolders folders_with(const std::map<std::string, std::string>& variables) {
    return ModelFolders::of_this_machine([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    });
}

TEST(ModelFolders, BeginWithWhatTheUserNames) {
    const auto folders = folders_with({{"ATTACCA_MODELS", "/models/one::/models/two"}, {"XDG_DATA_HOME", "/data"}});
    ASSERT_GE(folders.all().size(), 3U);
    EXPECT_EQ(folders.own(), "/models/one");
    EXPECT_EQ(folders.all()[1], "/models/two");
    EXPECT_EQ(folders.all()[2], "/data/attacca/models");
}

TEST(ModelFolders, AreInTheHomeWhereNoDataFolderIsNamed) {
    for (const char* data : {"", "relative/path"}) {
        EXPECT_EQ(folders_with({{"HOME", "/home/me"}, {"XDG_DATA_HOME", data}}).own(),
                  "/home/me/.local/share/attacca/models");
    }
}

TEST(ModelFolders, EndWithTheSystemsAndAreNamedOnce) {
    const auto all = folders_with({{"ATTACCA_MODELS", "/usr/share/attacca/models"}}).all();
    EXPECT_THAT(all, Contains("/usr/local/share/attacca/models"));
    EXPECT_EQ(std::ranges::count(all, "/usr/share/attacca/models"), 1);
    EXPECT_THAT(all, Not(Contains("")));
}

TEST(ModelFolders, FindInTheFirstFolderThatHasIt) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "attacca-models-test";
    std::filesystem::remove_all(root);
    for (const char* folder : {"one", "two"}) std::filesystem::create_directories(root / folder);
    const ModelFolders folders({root / "one", root / "two"});
    EXPECT_EQ(folders.find("tiny.onnx"), std::nullopt);
    std::ofstream(root / "two/tiny.onnx") << "x";
    EXPECT_EQ(folders.find("tiny.onnx"), root / "two/tiny.onnx");
    std::ofstream(root / "one/tiny.onnx") << "x";
    EXPECT_EQ(folders.find("tiny.onnx"), root / "one/tiny.onnx");
    std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace attacca::speech
