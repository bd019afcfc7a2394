#include "detector_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace attacca::app {
namespace {

namespace fs = std::filesystem;

class DetectorFiles : public testing::Test {
protected:
    DetectorFiles() {
        std::string pattern = (fs::temp_directory_path() / "attacca_detectors_XXXXXX").string();
        root_ = mkdtemp(pattern.data());
    }
    ~DetectorFiles() override { fs::remove_all(root_); }
    void write(const std::string& name) const {
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << "x";
    }
    [[nodiscard]] std::vector<DetectorEntry> list() const {
        return list_detectors(speech::ModelFolders({root_ / "one", root_ / "absent", root_ / "two"}));
    }

    fs::path root_;
};

TEST_F(DetectorFiles, EndWithTheOneThatNeedsNone) {
    const auto detectors = list();
    ASSERT_EQ(detectors.size(), 1U);
    EXPECT_EQ(detectors[0].name, "builtin");
    EXPECT_EQ(detectors[0].path, "");
    EXPECT_EQ(wanted_detector("", detectors)->name, "builtin");
}

TEST_F(DetectorFiles, AreListedFromTheNewestAndOnce) {
    for (const char* name : {"one/silero_vad.onnx", "one/silero_vad_v5.onnx", "two/silero_vad_v6.onnx",
                             "two/silero_vad_v5.onnx", "two/silero.txt", "two/other.onnx"}) {
        write(name);
    }
    const auto detectors = list();
    ASSERT_EQ(detectors.size(), 4U);
    EXPECT_EQ(detectors[0].path, root_ / "two/silero_vad_v6.onnx");
    EXPECT_EQ(detectors[1].path, root_ / "one/silero_vad_v5.onnx");
    EXPECT_EQ(detectors[2].name, "silero_vad.onnx");
    EXPECT_EQ(wanted_detector("", detectors)->name, "silero_vad_v6.onnx");
    EXPECT_EQ(wanted_detector("silero_vad_v5.onnx", detectors)->path, root_ / "one/silero_vad_v5.onnx");
    EXPECT_EQ(wanted_detector("builtin", detectors)->path, "");
    const auto gone = wanted_detector("silero_vad_v7.onnx", detectors);
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().detail.find("silero_vad_v7.onnx is not here any more"), std::string::npos);
}

}  // namespace
}  // namespace attacca::app
