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

}  // namespace
}  // namespace attacca::kernels
