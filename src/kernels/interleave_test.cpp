#include "attacca/kernels/interleave.h"

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Interleave : public PathTest {};
ATTACCA_ON_EVERY_PATH(Interleave);

template <class T>
void expect_round_trip(std::size_t channel_count, std::size_t frames) {
    UnalignedSpan<T> in(channel_count * frames);
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<T>(i + 1);
    std::vector<UnalignedSpan<T>> channels(channel_count, UnalignedSpan<T>(frames));
    std::vector<T*> outputs;
    std::vector<const T*> inputs;
    for (auto& channel : channels) {
        outputs.push_back(channel.data());
        inputs.push_back(channel.data());
    }
    deinterleave(in.data(), channel_count, frames, outputs.data());
    for (std::size_t c = 0; c < channel_count; ++c) {
        for (std::size_t i = 0; i < frames; ++i) ASSERT_EQ(channels[c][i], in[i * channel_count + c]);
        EXPECT_TRUE(channels[c].guards_intact());
    }
    UnalignedSpan<T> out(channel_count * frames);
    interleave(inputs.data(), channel_count, frames, out.data());
    for (std::size_t i = 0; i < in.size(); ++i) ASSERT_EQ(out[i], in[i]) << channel_count << " channels";
    EXPECT_TRUE(out.guards_intact());
}

TEST_P(Interleave, MovesEverySampleToItsPlaceAndBack) {
    for (std::size_t channels = 1; channels <= 8; ++channels) {
        for (const std::size_t frames : kAwkwardSizes) {
            expect_round_trip<float>(channels, frames);
            expect_round_trip<std::int32_t>(channels, frames);
        }
    }
}

TEST_P(Interleave, TwoChannelsMayBeginAnywhere) {
    constexpr std::size_t kFrames = 253;
    for (std::size_t start = 0; start < kStarts; ++start) {
        UnalignedSpan<float> left(start + kFrames), right(kFrames), out(start + 2 * kFrames);
        fill_noise(left, 1.0F, 1);
        fill_noise(right, 1.0F, 2);
        const float* channels[] = {left.data() + start, right.data()};
        interleave(channels, 2, kFrames, out.data() + start);
        for (std::size_t i = 0; i < kFrames; ++i) {
            ASSERT_EQ(out[start + 2 * i], channels[0][i]) << "from " << start << " at " << i;
            ASSERT_EQ(out[start + 2 * i + 1], channels[1][i]) << "from " << start << " at " << i;
        }
        EXPECT_TRUE(out.guards_intact());

        UnalignedSpan<float> left_again(start + kFrames), right_again(kFrames);
        float* outputs[] = {left_again.data() + start, right_again.data()};
        deinterleave(out.data() + start, 2, kFrames, outputs);
        for (std::size_t i = 0; i < kFrames; ++i) {
            ASSERT_EQ(outputs[0][i], channels[0][i]) << "from " << start << " at " << i;
            ASSERT_EQ(outputs[1][i], channels[1][i]) << "from " << start << " at " << i;
        }
        EXPECT_TRUE(left_again.guards_intact() && right_again.guards_intact());
    }
}

}  // namespace
}  // namespace attacca::kernels
