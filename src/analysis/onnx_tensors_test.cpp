#include "analysis/onnx_tensors.h"

#include <gmock/gmock.h>

#include <random>

#include "analysis/onnx_file_test.h"

namespace attacca::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kSmall = onnx_model(bytes_field(5, onnx_tensor("weights", {2, 3}, {1, 2, 3, 4, 5, 6})) +
                                      bytes_field(1, onnx_branch(bytes_field(1, onnx_constant("inside", {1}, {7})))));

TEST(OnnxTensorsTest, FindsInitializersAndConstantsOfInnerGraphs) {
    const auto read = parse_onnx_tensors(kSmall, "small.onnx");
    ASSERT_TRUE(read) << read.error().detail;
    ASSERT_THAT(*read, SizeIs(2));
    EXPECT_EQ((*read)[0].name, "weights");
    EXPECT_THAT((*read)[0].shape, ElementsAre(2, 3));
    EXPECT_THAT((*read)[0].values, ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_EQ((*read)[1].name, "inside");
    EXPECT_THAT((*read)[1].values, ElementsAre(7));
}

TEST(OnnxTensorsTest, ReadsValuesAndShapesHoweverTheyArePacked) {
    const std::string tensor = bytes_field(1, varint(2) + varint(1)) + number_field(2, 1) +
                               bytes_field(4, raw({8, 9})) + bytes_field(8, "packed");
    const auto read = parse_onnx_tensors(onnx_model(bytes_field(5, tensor)), "packed.onnx");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_THAT(read->front().shape, ElementsAre(2, 1));
    EXPECT_THAT(read->front().values, ElementsAre(8, 9));
}

TEST(OnnxTensorsTest, PassesOverTensorsOfOtherTypes) {
    const std::string integers = number_field(1, 1) + number_field(2, 7) + bytes_field(9, std::string(8, '\1'));
    const auto read = parse_onnx_tensors(onnx_model(bytes_field(5, integers)), "integers.onnx");
    ASSERT_TRUE(read);
    EXPECT_THAT(*read, SizeIs(0));
}

TEST(OnnxTensorsTest, RefusesWhatIsNoModel) {
    for (const std::string& bytes : {std::string(), std::string("RIFF....WAVE"), std::string(1000, '\xFF')}) {
        const auto read = parse_onnx_tensors(bytes, "song.wav");
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::damaged);
        EXPECT_THAT(read.error().detail, HasSubstr("song.wav: not an ONNX model"));
    }
}

TEST(OnnxTensorsTest, RefusesATensorWhoseValuesDoNotFitItsShape) {
    for (const std::vector<std::uint64_t>& shape :
         {std::vector<std::uint64_t>{3}, {1U << 31, 1U << 31}, {~std::uint64_t{0}, 2}}) {
        EXPECT_FALSE(parse_onnx_tensors(onnx_model(bytes_field(5, onnx_tensor("odd", shape, {1, 2}))), "odd.onnx"));
    }
}

TEST(OnnxTensorsTest, RefusesGraphsWithinGraphsWithoutEnd) {
    std::string graph;
    for (int depth = 0; depth < 1000; ++depth) graph = bytes_field(1, onnx_branch(graph));
    EXPECT_FALSE(parse_onnx_tensors(onnx_model(graph), "deep.onnx"));
}

TEST(OnnxTensorsTest, SurvivesEveryCutAndAnyChangedByte) {
    for (std::size_t length = 0; length < kSmall.size(); ++length) {
        (void)parse_onnx_tensors(std::string_view(kSmall).substr(0, length), "cut.onnx");
    }
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
        std::string changed = kSmall;
        for (int k = 0; k <= i % 3; ++k) changed[random() % changed.size()] = static_cast<char>(random());
        const auto read = parse_onnx_tensors(changed, "changed.onnx");
        if (!read) continue;
        for (const OnnxTensor& tensor : *read) EXPECT_LE(tensor.values.size() * sizeof(float), changed.size());
    }
}

}  // namespace
}  // namespace attacca::analysis
