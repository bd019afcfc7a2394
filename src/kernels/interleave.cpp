#include "attacca/kernels/interleave.h"

#include <algorithm>
#include <cassert>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/interleave.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Five and more channels, and the last frames of two to four: one pass for each channel stays in the cache.
template <class T>
void interleave_strided(const T* const* channels, std::size_t channel_count, std::size_t first, std::size_t frames,
                        T* HWY_RESTRICT out) {
    for (std::size_t c = 0; c < channel_count; ++c) {
        const T* HWY_RESTRICT channel = channels[c];
        for (std::size_t i = first; i < frames; ++i) out[i * channel_count + c] = channel[i];
    }
}

template <class T>
void deinterleave_strided(const T* HWY_RESTRICT in, std::size_t channel_count, std::size_t first, std::size_t frames,
                          T* const* channels) {
    for (std::size_t c = 0; c < channel_count; ++c) {
        T* HWY_RESTRICT channel = channels[c];
        for (std::size_t i = first; i < frames; ++i) channel[i] = in[i * channel_count + c];
    }
}

// Two channels. On AVX-512 one permutation of both vectors makes each output, where the portable form takes two.
template <class D, class V>
HWY_INLINE void store_two(D d, V a, V b, hn::TFromD<D>* out) {
#if HWY_TARGET == HWY_AVX3
    const hn::RebindToSigned<D> indices;
    HWY_ALIGN static constexpr std::int32_t kLow[] = {0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23};
    HWY_ALIGN static constexpr std::int32_t kHigh[] = {8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
    const auto ints = [&](const std::int32_t* order) HWY_ATTR {
        const auto low = hn::BitCast(indices, a).raw;
        return _mm512_permutex2var_epi32(low, hn::Load(indices, order).raw, hn::BitCast(indices, b).raw);
    };
    hn::StoreU(hn::BitCast(d, hn::Vec<decltype(indices)>{ints(kLow)}), d, out);
    hn::StoreU(hn::BitCast(d, hn::Vec<decltype(indices)>{ints(kHigh)}), d, out + hn::Lanes(d));
#else
    hn::StoreInterleaved2(a, b, d, out);
#endif
}

template <class D, class V>
HWY_INLINE void load_two(D d, const hn::TFromD<D>* in, V& a, V& b) {
#if HWY_TARGET == HWY_AVX3
    const auto low = hn::LoadU(d, in);
    const auto high = hn::LoadU(d, in + hn::Lanes(d));
    a = hn::ConcatEven(d, high, low);
    b = hn::ConcatOdd(d, high, low);
#else
    hn::LoadInterleaved2(d, in, a, b);
#endif
}

// Stores that straddle two cache lines take twice the time: the frames before the first one that need not. Frames that
// are written twice get the same values twice.
template <class T>
HWY_INLINE std::size_t frames_to_aligned(const T* out, std::size_t lanes, std::size_t channels) {
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(out) % (lanes * sizeof(T));
    const std::size_t frame = channels * sizeof(T);
    return beyond == 0 || beyond % frame != 0 ? 0 : (lanes * sizeof(T) - beyond) / frame;
}

template <class T>
void interleave_any(const T* const* channels, std::size_t channel_count, std::size_t frames, T* HWY_RESTRICT out) {
    const hn::ScalableTag<T> d;
    const std::size_t lanes = hn::Lanes(d);
    hn::Vec<decltype(d)> v[2][4];
    std::size_t i = 0;
    switch (channel_count) {
        case 1:
            std::copy(channels[0], channels[0] + frames, out);
            return;
        case 2:
            if (frames >= lanes) {
                store_two(d, hn::LoadU(d, channels[0]), hn::LoadU(d, channels[1]), out);
                i = frames_to_aligned(out, lanes, 2);
            }
            // Loads that wait behind the stores of the step before are what bounds a loop of single steps.
            for (; i + 4 * lanes <= frames; i += 4 * lanes) {
                for (std::size_t c = 0; c < 2; ++c) {
                    for (std::size_t k = 0; k < 4; ++k) v[c][k] = hn::LoadU(d, channels[c] + i + k * lanes);
                }
                for (std::size_t k = 0; k < 4; ++k) store_two(d, v[0][k], v[1][k], out + 2 * (i + k * lanes));
            }
            for (; i + lanes <= frames; i += lanes) {
                store_two(d, hn::LoadU(d, channels[0] + i), hn::LoadU(d, channels[1] + i), out + 2 * i);
            }
            break;
        case 3:
            for (; i + lanes <= frames; i += lanes) {
                hn::StoreInterleaved3(hn::LoadU(d, channels[0] + i), hn::LoadU(d, channels[1] + i),
                                      hn::LoadU(d, channels[2] + i), d, out + 3 * i);
            }
            break;
        case 4:
            for (; i + lanes <= frames; i += lanes) {
                hn::StoreInterleaved4(hn::LoadU(d, channels[0] + i), hn::LoadU(d, channels[1] + i),
                                      hn::LoadU(d, channels[2] + i), hn::LoadU(d, channels[3] + i), d, out + 4 * i);
            }
            break;
        default:
            break;
    }
    interleave_strided(channels, channel_count, i, frames, out);
}

template <class T>
void deinterleave_any(const T* HWY_RESTRICT in, std::size_t channel_count, std::size_t frames, T* const* channels) {
    const hn::ScalableTag<T> d;
    const std::size_t lanes = hn::Lanes(d);
    hn::Vec<decltype(d)> v[4];
    std::size_t i = 0;
    switch (channel_count) {
        case 1:
            std::copy(in, in + frames, channels[0]);
            return;
        case 2:
            if (frames >= lanes) {
                load_two(d, in, v[0], v[1]);
                for (std::size_t c = 0; c < 2; ++c) hn::StoreU(v[c], d, channels[c]);
                i = frames_to_aligned(channels[0], lanes, 1);
            }
            for (; i + lanes <= frames; i += lanes) {
                load_two(d, in + 2 * i, v[0], v[1]);
                for (std::size_t c = 0; c < 2; ++c) hn::StoreU(v[c], d, channels[c] + i);
            }
            break;
        case 3:
            for (; i + lanes <= frames; i += lanes) {
                hn::LoadInterleaved3(d, in + 3 * i, v[0], v[1], v[2]);
                for (std::size_t c = 0; c < 3; ++c) hn::StoreU(v[c], d, channels[c] + i);
            }
            break;
        case 4:
            for (; i + lanes <= frames; i += lanes) {
                hn::LoadInterleaved4(d, in + 4 * i, v[0], v[1], v[2], v[3]);
                for (std::size_t c = 0; c < 4; ++c) hn::StoreU(v[c], d, channels[c] + i);
            }
            break;
        default:
            break;
    }
    deinterleave_strided(in, channel_count, i, frames, channels);
}

void interleave_f32(const float* const* channels, std::size_t channel_count, std::size_t frames, float* out) {
    interleave_any(channels, channel_count, frames, out);
}

void interleave_i32(const std::int32_t* const* channels, std::size_t channel_count, std::size_t frames,
                    std::int32_t* out) {
    interleave_any(channels, channel_count, frames, out);
}

void deinterleave_f32(const float* in, std::size_t channel_count, std::size_t frames, float* const* channels) {
    deinterleave_any(in, channel_count, frames, channels);
}

void deinterleave_i32(const std::int32_t* in, std::size_t channel_count, std::size_t frames,
                      std::int32_t* const* channels) {
    deinterleave_any(in, channel_count, frames, channels);
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(interleave_f32);
HWY_EXPORT(interleave_i32);
HWY_EXPORT(deinterleave_f32);
HWY_EXPORT(deinterleave_i32);

void interleave(const float* const* channels, std::size_t channel_count, std::size_t frames, float* out) noexcept {
    assert(channel_count >= 1 && channel_count <= 8);
    HWY_DYNAMIC_DISPATCH(interleave_f32)(channels, channel_count, frames, out);
}

void interleave(const std::int32_t* const* channels, std::size_t channel_count, std::size_t frames,
                std::int32_t* out) noexcept {
    assert(channel_count >= 1 && channel_count <= 8);
    HWY_DYNAMIC_DISPATCH(interleave_i32)(channels, channel_count, frames, out);
}

void deinterleave(const float* in, std::size_t channel_count, std::size_t frames, float* const* channels) noexcept {
    assert(channel_count >= 1 && channel_count <= 8);
    HWY_DYNAMIC_DISPATCH(deinterleave_f32)(in, channel_count, frames, channels);
}

void deinterleave(const std::int32_t* in, std::size_t channel_count, std::size_t frames,
                  std::int32_t* const* channels) noexcept {
    assert(channel_count >= 1 && channel_count <= 8);
    HWY_DYNAMIC_DISPATCH(deinterleave_i32)(in, channel_count, frames, channels);
}

}  // namespace attacca::kernels
#endif
