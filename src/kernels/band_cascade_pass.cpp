#include "kernels/band_cascade_pass.h"

#include <cassert>
#include <cstdint>
#include <cstring>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/band_cascade_pass.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// What two floats are moved as; Highway fills no vector of doubles in WebAssembly.
#if HWY_HAVE_FLOAT64
using StereoFrame = double;
#else
using StereoFrame = std::uint64_t;
#endif

// Lanes hold bands times channels, the first band in the highest lanes: what leaves a band moves down to the next one
// for the following step, the input enters at the top, and the last band's output lies in the lowest lanes.
// So each band is a step behind the one before it; masks keep the memory of those that have no frame yet, or no more.
// Where one vector cannot hold the bands, two in series hide each other's latency.
template <std::size_t kLanes, std::size_t kChannels, std::size_t kVectors>
struct Lanes {
    using Tag = hn::CappedTag<float, kLanes>;
    using Vec = hn::Vec<Tag>;
    static constexpr Tag kTag{};
    static constexpr std::size_t kCount = kVectors;
    static constexpr std::size_t kBands = kLanes / kChannels;

    static HWY_INLINE Vec row(const float* rows, std::size_t name) {
        return hn::LoadU(kTag, rows + name * kVectors * kLanes);
    }

    // How many bands come before each lane's own.
    static HWY_INLINE Vec bands_before() {
        HWY_ALIGN float before[kLanes];
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            before[lane] = static_cast<float>(kBands - 1 - lane / kChannels);
        }
        return hn::Load(kTag, before);
    }

    static HWY_INLINE auto next_band() {
        HWY_ALIGN std::int32_t from[kLanes];
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            from[lane] = static_cast<std::int32_t>((lane + kChannels) % kLanes);
        }
        return hn::SetTableIndices(kTag, from);
    }

    // One frame's channels, repeated along the vector.
    static HWY_INLINE Vec frame(const float* in) {
        if constexpr (kChannels == 1) {
            return hn::Set(kTag, *in);
        } else if constexpr (kChannels == 2) {
            const hn::Repartition<StereoFrame, Tag> pairs;
            StereoFrame pair;
            std::memcpy(&pair, in, sizeof(pair));
            return hn::BitCast(kTag, hn::Set(pairs, pair));
        } else {
            return hn::LoadDup128(kTag, in);
        }
    }

    // `moved` has each band's output at the next band: now the frame that enters goes before the first. On AVX2 and
    // AVX-512 the portable form takes more instructions, and the loop is bound by just these.
    static HWY_INLINE Vec put_first(Vec moved, Vec entering) {
        if constexpr (kBands == 1) return entering;
#if HWY_TARGET == HWY_AVX2
        if constexpr (kLanes == 8) {
            constexpr int kTop = 0xFF & ~(0xFF >> kChannels);
            return Vec{_mm256_blend_ps(moved.raw, entering.raw, kTop)};
        }
#elif HWY_TARGET == HWY_AVX3
        if constexpr (kLanes == 16) {
            constexpr __mmask16 kBelow = 0xFFFF >> kChannels;
            return Vec{_mm512_mask_mov_ps(entering.raw, kBelow, moved.raw)};
        }
#endif
        return hn::IfThenElse(hn::Lt(bands_before(), hn::Set(kTag, 0.5F)), entering, moved);
    }

    template <class V>
    static HWY_INLINE void put_lowest(V y, float* out) {
        const hn::DFromV<V> tag;
        if constexpr (hn::MaxLanes(tag) == kChannels) {
            hn::StoreU(y, tag, out);
        } else {
            put_lowest(hn::LowerHalf(hn::Half<decltype(tag)>(), y), out);
        }
    }
};

// Two frames a step: the loop through s and the loop through x and y then each take one round of latency for both.
template <class L>
struct PairSection {
    using Vec = typename L::Vec;
    static constexpr std::size_t kFrames = 2;
    Vec re11, re12, re21, re22, rf1, rf2, rb1, rb2, rc1, rc2, rg1, rg2, rd, rh;

    HWY_INLINE void load(const float* rows, const float*) {
        re11 = L::row(rows, e11);
        re12 = L::row(rows, e12);
        re21 = L::row(rows, e21);
        re22 = L::row(rows, e22);
        rf1 = L::row(rows, f1);
        rf2 = L::row(rows, f2);
        rb1 = L::row(rows, b1);
        rb2 = L::row(rows, b2);
        rc1 = L::row(rows, c1);
        rc2 = L::row(rows, c2);
        rg1 = L::row(rows, g1);
        rg2 = L::row(rows, g2);
        rd = L::row(rows, d);
        rh = L::row(rows, h);
    }

    template <class Mask>
    HWY_INLINE void move(Mask) {}
    HWY_INLINE void move() {}

    HWY_INLINE void step(const Vec* x, Vec* y, Vec& s1, Vec& s2) const {
        y[0] = hn::MulAdd(rd, x[0], hn::MulAdd(rc1, s1, hn::Mul(rc2, s2)));
        y[1] = hn::MulAdd(rd, x[1], hn::MulAdd(rh, x[0], hn::MulAdd(rg1, s1, hn::Mul(rg2, s2))));
        const Vec in1 = hn::MulAdd(rb1, x[1], hn::Mul(rf1, x[0]));
        const Vec in2 = hn::MulAdd(rb2, x[1], hn::Mul(rf2, x[0]));
        const Vec old1 = s1;
        s1 = hn::Add(hn::MulAdd(re11, s1, s1), hn::MulAdd(re12, s2, in1));
        s2 = hn::Add(hn::MulAdd(re22, s2, s2), hn::MulAdd(re21, old1, in2));
    }
};

// One frame a step. While matrices move, each lane takes its band's increment at that band's own frame.
template <class L, bool kMoving>
struct FrameSection {
    using Vec = typename L::Vec;
    static constexpr std::size_t kFrames = 1;
    Vec now[d + 1];
    Vec by[d + 1];

    HWY_INLINE void load(const float* rows, const float* steps) {
        for (std::size_t i = 0; i <= d; ++i) {
            now[i] = L::row(rows, i);
            by[i] = kMoving ? L::row(steps, i) : hn::Zero(L::kTag);
        }
    }

    template <class Mask>
    HWY_INLINE void move(Mask active) {
        if constexpr (kMoving) {
            for (std::size_t i = 0; i <= d; ++i) now[i] = hn::Add(now[i], hn::IfThenElseZero(active, by[i]));
        }
    }
    HWY_INLINE void move() {
        if constexpr (kMoving) {
            for (std::size_t i = 0; i <= d; ++i) now[i] = hn::Add(now[i], by[i]);
        }
    }

    HWY_INLINE void step(const Vec* x, Vec* y, Vec& s1, Vec& s2) const {
        y[0] = hn::MulAdd(now[d], x[0], hn::MulAdd(now[c1], s1, hn::Mul(now[c2], s2)));
        const Vec in1 = hn::MulAdd(now[a12], s2, hn::Mul(now[b1], x[0]));
        const Vec in2 = hn::MulAdd(now[a21], s1, hn::Mul(now[b2], x[0]));
        s1 = hn::Add(hn::MulAdd(now[a11], s1, s1), in1);
        s2 = hn::Add(hn::MulAdd(now[a22], s2, s2), in2);
    }
};

// Takes `steps` steps of the sections through the samples.
template <class L, class Section>
struct Pipeline {
    using Vec = typename L::Vec;
    static constexpr std::size_t kFrames = Section::kFrames;
    static constexpr std::size_t kVectors = L::kCount;
    static constexpr std::size_t kBehind = kVectors * L::kBands - 1;

    Section sections[kVectors];
    std::size_t stride;
    Vec s1[kVectors], s2[kVectors];
    Vec x[kVectors][kFrames], y[kVectors][kFrames];
    decltype(L::next_band()) next = L::next_band();

    HWY_INLINE explicit Pipeline(const PassRun& pass) : stride(pass.stride) {
        const std::size_t lanes = hn::Lanes(L::kTag);
        for (std::size_t v = 0; v < kVectors; ++v) {
            sections[v].load(pass.rows + v * lanes, pass.steps + (pass.steps ? v * lanes : 0));
            s1[v] = hn::LoadU(L::kTag, pass.memory + v * lanes);
            s2[v] = hn::LoadU(L::kTag, pass.memory + (kVectors + v) * lanes);
            for (Vec& output : y[v]) output = hn::Zero(L::kTag);
        }
    }

    HWY_INLINE void enter(const float* in) {
        for (std::size_t i = 0; i < kFrames; ++i) {
            Vec entering = L::frame(in + i * stride);
            for (std::size_t v = 0; v < kVectors; ++v) {
                const Vec moved = L::kBands == 1 ? y[v][i] : hn::TableLookupLanes(y[v][i], next);
                x[v][i] = L::put_first(moved, entering);
                entering = moved;
            }
        }
    }

    HWY_INLINE void leave(float* out) const {
        for (std::size_t i = 0; i < kFrames; ++i) L::put_lowest(y[kVectors - 1][i], out + i * stride);
    }

    HWY_INLINE void step() {
        for (std::size_t v = 0; v < kVectors; ++v) {
            sections[v].move();
            sections[v].step(x[v], y[v], s1[v], s2[v]);
        }
    }

    // Only bands that have a frame at this step remember it.
    HWY_INLINE void step_partly(std::size_t now, std::size_t steps) {
        for (std::size_t v = 0; v < kVectors; ++v) {
            const auto at = static_cast<float>(now) - static_cast<float>(v * L::kBands);
            const Vec before = L::bands_before();
            const auto begun = hn::Le(before, hn::Set(L::kTag, at));
            const auto active = hn::And(begun, hn::Gt(before, hn::Set(L::kTag, at - static_cast<float>(steps))));
            sections[v].move(active);
            Vec new1 = s1[v];
            Vec new2 = s2[v];
            sections[v].step(x[v], y[v], new1, new2);
            s1[v] = hn::IfThenElse(active, new1, s1[v]);
            s2[v] = hn::IfThenElse(active, new2, s2[v]);
        }
    }

    HWY_INLINE void run(float* samples, std::size_t steps, float* memory) {
        const std::size_t jump = kFrames * stride;
        std::size_t now = 0;
        for (; now < kBehind; ++now) {
            enter(samples + std::min(now, steps - 1) * jump);
            step_partly(now, steps);
        }
        for (; now < steps; ++now) {
            enter(samples + now * jump);
            step();
            leave(samples + (now - kBehind) * jump);
        }
        for (; now < steps + kBehind; ++now) {
            enter(samples + (steps - 1) * jump);
            step_partly(now, steps);
            leave(samples + (now - kBehind) * jump);
        }
        const std::size_t lanes = hn::Lanes(L::kTag);
        for (std::size_t v = 0; v < kVectors; ++v) {
            hn::StoreU(s1[v], L::kTag, memory + v * lanes);
            hn::StoreU(s2[v], L::kTag, memory + (kVectors + v) * lanes);
        }
    }
};

template <std::size_t kLanes, std::size_t kChannels, std::size_t kVectors>
void run_pass_of(const PassRun& pass) {
    if constexpr (kLanes <= HWY_LANES(float) && kChannels <= kLanes) {
        using L = Lanes<kLanes, kChannels, kVectors>;
        if (pass.steps != nullptr) {
            Pipeline<L, FrameSection<L, true>>(pass).run(pass.samples, pass.frames, pass.memory);
            return;
        }
        if (pass.frames >= 2) {
            Pipeline<L, PairSection<L>>(pass).run(pass.samples, pass.frames / 2, pass.memory);
        }
        if (pass.frames % 2 != 0) {
            float* last = pass.samples + (pass.frames - 1) * pass.stride;
            Pipeline<L, FrameSection<L, false>>(pass).run(last, 1, pass.memory);
        }
    }
}

template <std::size_t kLanes, std::size_t kVectors>
void run_pass_lanes(const PassRun& pass, std::size_t channels) {
    switch (channels) {
        case 1:
            return run_pass_of<kLanes, 1, kVectors>(pass);
        case 2:
            return run_pass_of<kLanes, 2, kVectors>(pass);
        default:
            return run_pass_of<kLanes, 4, kVectors>(pass);
    }
}

// `lanes` of all vectors together.
void run_pass(const PassRun& pass, std::size_t lanes, std::size_t channels) {
#if HWY_TARGET != HWY_WASM  // See kMostVectors in band_cascade.cpp.
    if (lanes == 2 * HWY_LANES(float)) return run_pass_lanes<HWY_LANES(float), 2>(pass, channels);
#endif
    switch (lanes) {
        case 1:
            return run_pass_lanes<1, 1>(pass, channels);
        case 4:
            return run_pass_lanes<4, 1>(pass, channels);
        case 8:
            return run_pass_lanes<8, 1>(pass, channels);
        default:
            return run_pass_lanes<16, 1>(pass, channels);
    }
}

std::size_t vector_lanes() { return HWY_LANES(float); }

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(run_pass);
HWY_EXPORT(vector_lanes);

void run_band_pass(const PassRun& pass, std::size_t lanes, std::size_t channels) noexcept {
    HWY_DYNAMIC_DISPATCH(run_pass)(pass, lanes, channels);
}

std::size_t band_vector_lanes() noexcept { return HWY_DYNAMIC_DISPATCH(vector_lanes)(); }

}  // namespace attacca::kernels
#endif
