// Conversions and interleaving against moving as many floats.
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <random>

#include "attacca/base/aligned_buffer.h"
#include "attacca/kernels/convert.h"
#include "attacca/kernels/dither.h"
#include "attacca/kernels/interleave.h"
#include "bench/bench.h"

namespace attacca::kernels {
namespace {

constexpr std::size_t kSamples = 4096;

struct Buffers {
    AlignedBuffer<std::int16_t> shorts = AlignedBuffer<std::int16_t>(kSamples);
    AlignedBuffer<std::uint8_t> packed = AlignedBuffer<std::uint8_t>(3 * kSamples);
    AlignedBuffer<float> in = AlignedBuffer<float>(kSamples);
    AlignedBuffer<float> out = AlignedBuffer<float>(kSamples);

    Buffers() {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
        for (std::size_t i = 0; i < kSamples; ++i) {
            in[i] = uniform(random);
            shorts[i] = static_cast<std::int16_t>(random());
        }
        for (std::size_t i = 0; i < 3 * kSamples; ++i) packed[i] = static_cast<std::uint8_t>(random());
    }
};

bench::Prepare on_buffers(void (*work)(Buffers&)) {
    return [work] {
        auto buffers = std::make_shared<Buffers>();
        return [=] {
            work(*buffers);
            bench::keep(*buffers);
        };
    };
}

void move_floats(Buffers& b) {
    std::memcpy(b.out.data(), b.in.data(), kSamples * sizeof(float));
    bench::keep(*b.out.data());
}

void i16_f32(Buffers& b) { i16_to_f32(b.shorts.data(), b.out.data(), kSamples); }
void f32_i16(Buffers& b) { f32_to_i16(b.in.data(), b.shorts.data(), kSamples); }

void i24_f32(Buffers& b) { i24_to_f32(b.packed.data(), b.out.data(), kSamples); }
void f32_i24(Buffers& b) { f32_to_i24(b.in.data(), b.packed.data(), kSamples); }
void f32_i16_dithered(Buffers& b) { f32_to_i16_dithered(b.in.data(), b.shorts.data(), kSamples, 0); }

void interleave_two(Buffers& b) {
    const float* channels[] = {b.in.data(), b.in.data() + kSamples / 2};
    interleave(channels, 2, kSamples / 2, b.out.data());
}

void deinterleave_two(Buffers& b) {
    float* channels[] = {b.out.data(), b.out.data() + kSamples / 2};
    deinterleave(b.in.data(), 2, kSamples / 2, channels);
}

bool add_row(const char* name, void (*work)(Buffers&)) {
    return bench::add({.name = name,
                       .frames = kSamples,
                       .prepare = on_buffers(work),
                       .rivals = {{.name = "memcpy", .prepare = on_buffers(move_floats)}}});
}

const bool kAdded = add_row("convert.i16_f32/4096", i16_f32) && add_row("convert.f32_i16/4096", f32_i16) &&
                    add_row("convert.i24_f32/4096", i24_f32) && add_row("convert.f32_i24/4096", f32_i24) &&
                    add_row("convert.f32_i16.dithered/4096", f32_i16_dithered) &&
                    add_row("interleave.2/4096", interleave_two) && add_row("deinterleave.2/4096", deinterleave_two);

}  // namespace
}  // namespace attacca::kernels
