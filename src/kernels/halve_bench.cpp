// Half the sample rate, against a plain loop.
#include <array>
#include <memory>

#include "attacca/base/aligned_buffer.h"
#include "attacca/kernels/halve.h"
#include "bench/bench.h"

namespace attacca::kernels {
namespace {

constexpr std::size_t kCount = 240;
constexpr std::size_t kTaps = 12;

struct Stage {
    Stage() {
        for (std::size_t i = 0; i < evens.size(); ++i) {
            evens[i] = 0.01F * static_cast<float>(i % 11);
            odds[i] = 0.01F * static_cast<float>(i % 17);
        }
        arm.fill(0.02F);
    }
    AlignedBuffer<float> evens = AlignedBuffer<float>(kCount + 2 * kTaps),
                         odds = AlignedBuffer<float>(kCount + 2 * kTaps);
    AlignedBuffer<float> out = AlignedBuffer<float>(kCount);
    std::array<float, kTaps> arm{};
};

void pass(Stage& stage) {
    halve({stage.arm.data(), kTaps}, stage.evens.data(), stage.odds.data(), kCount, stage.out.data());
}

void pass_plainly(Stage& stage) {
    for (std::size_t n = 0; n < kCount; ++n) {
        float sum = 0.5F * stage.evens[n + kTaps];
        for (std::size_t i = 0; i < kTaps; ++i) {
            sum += stage.arm[i] * (stage.odds[n + kTaps + i] + stage.odds[n + kTaps - 1 - i]);
        }
        stage.out[n] = sum;
    }
}

bench::Prepare on_stage(void (*work)(Stage&)) {
    return [work] {
        auto stage = std::make_shared<Stage>();
        return [=] {
            work(*stage);
            bench::keep(*stage);
        };
    };
}

const bool kAdded = bench::add({.name = "halve/240",
                                .frames = kCount,
                                .prepare = on_stage(pass),
                                .rivals = {{.name = "plain", .prepare = on_stage(pass_plainly)}}});

}  // namespace
}  // namespace attacca::kernels
