#include "speech/onnx_provider.h"

#include <gtest/gtest.h>

namespace attacca::speech {
namespace {

const std::vector<std::string> kPlain{"CPUExecutionProvider"};
const std::vector<std::string> kCuda{"CUDAExecutionProvider", "CPUExecutionProvider"};

TEST(OnnxProvider, IsTheProcessorWhereNoneIsNamed) {
    for (const char* wanted : {"", "cpu"}) {
        const auto provider = choose_provider(wanted, kCuda);
        ASSERT_TRUE(provider);
        EXPECT_EQ(provider->name, "cpu");
        EXPECT_EQ(provider->notice, "");
    }
}

TEST(OnnxProvider, IsTakenWhereItIsBuiltIn) {
    for (const char* wanted : {"cuda", "gpu"}) {
        const auto provider = choose_provider(wanted, kCuda);
        ASSERT_TRUE(provider);
        EXPECT_EQ(provider->name, "cuda");
        EXPECT_EQ(provider->notice, "");
    }
}

TEST(OnnxProvider, ItsAbsenceIsSaid) {
    const auto provider = choose_provider("cuda", kPlain);
    ASSERT_TRUE(provider);
    EXPECT_EQ(provider->name, "cpu");
    EXPECT_EQ(provider->notice, "this ONNX Runtime has no CUDA provider; running on the CPU");
    EXPECT_EQ(choose_provider("npu", {})->notice, "this ONNX Runtime has no NPU provider; running on the CPU");
}

TEST(OnnxProvider, AnUnknownNameIsRefusedWithThoseThatAre) {
    const auto provider = choose_provider("quantum", kCuda);
    ASSERT_FALSE(provider);
    EXPECT_NE(provider.error().detail.find("cuda"), std::string::npos);
}

}  // namespace
}  // namespace attacca::speech
