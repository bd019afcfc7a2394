#include "speech/onnx_metadata.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "speech/foreign_models_test.h"

namespace attacca::speech {
namespace {

Result<OnnxMetadata> read_bytes(const std::string& bytes) {
    const TestFolder folder;
    return read_onnx_metadata(folder.write("model.onnx", bytes));
}

TEST(OnnxMetadata, IsReadBesideTheGraph) {
    const auto metadata = read_bytes(onnx_stating({{"model_type", "zipformer2"}, {"T", "45"}, {"comment", ""}}));
    ASSERT_TRUE(metadata) << metadata.error().detail;
    EXPECT_EQ(metadata->at("model_type"), "zipformer2");
    EXPECT_EQ(metadata->at("T"), "45");
    EXPECT_EQ(metadata->at("comment"), "");
    EXPECT_EQ(metadata->size(), 3U);
}

TEST(OnnxMetadata, AFileThatIsNoneIsSaid) {
    for (const std::string& bytes :
         {std::string(), std::string("no model"), std::string(1000, '\0'), std::string("\x08\x08")}) {
        const auto metadata = read_bytes(bytes);
        ASSERT_FALSE(metadata);
        EXPECT_NE(metadata.error().detail.find("model.onnx"), std::string::npos);
    }
    EXPECT_EQ(read_onnx_metadata("/nowhere/model.onnx").error().code, ErrorCode::unreadable);
}

TEST(OnnxMetadata, AFileThatIsCutOffIsDamagedWhereverItIsCut) {
    const std::string whole = onnx_stating({{"vocab_size", "500"}});
    ASSERT_TRUE(read_bytes(whole));
    std::size_t understood = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        if (const auto metadata = read_bytes(whole.substr(0, size))) {
            ++understood;
            EXPECT_TRUE(metadata->empty()) << "cut before the metadata, between two fields";
        }
    }
    EXPECT_EQ(understood, 1U);
}

TEST(OnnxMetadata, NoChangeOfBytesBreaksTheReader) {
    const std::string whole = onnx_stating({{"model_type", "zipformer2"}, {"vocab_size", "500"}});
    std::minstd_rand random(3);
    for (int turn = 0; turn < 500; ++turn) {
        std::string bytes = whole;
        for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
        (void)read_bytes(bytes);
    }
}

}  // namespace
}  // namespace attacca::speech
