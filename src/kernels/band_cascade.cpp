#include "attacca/kernels/band_cascade.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "kernels/band_cascade_pass.h"

namespace attacca::kernels {
namespace {

constexpr BandMatrix kThrough{};
constexpr BandMatrix kNoStep{.d = 0};

void put_rows(const BandMatrix& m, float* rows, std::size_t row_count, std::size_t lanes) {
    const float own[] = {m.a11, m.a12, m.a21, m.a22, m.b1, m.b2, m.c1, m.c2, m.d};
    for (std::size_t i = 0; i < std::size(own); ++i) rows[i * lanes] = own[i];
    if (row_count <= std::size(own)) return;
    rows[e11 * lanes] = 2 * m.a11 + (m.a11 * m.a11 + m.a12 * m.a21);
    rows[e12 * lanes] = m.a12 * (2 + m.a11 + m.a22);
    rows[e21 * lanes] = m.a21 * (2 + m.a11 + m.a22);
    rows[e22 * lanes] = 2 * m.a22 + (m.a22 * m.a22 + m.a12 * m.a21);
    rows[f1 * lanes] = m.b1 + (m.a11 * m.b1 + m.a12 * m.b2);
    rows[f2 * lanes] = m.b2 + (m.a21 * m.b1 + m.a22 * m.b2);
    rows[g1 * lanes] = m.c1 + (m.c1 * m.a11 + m.c2 * m.a21);
    rows[g2 * lanes] = m.c2 + (m.c1 * m.a12 + m.c2 * m.a22);
    rows[h * lanes] = m.c1 * m.b1 + m.c2 * m.b2;
}

// Of the widest. In WebAssembly the second would only make the module larger: what runs there has cores to spare.
#if defined(__wasm__)
constexpr std::size_t kMostVectors = 1;
#else
constexpr std::size_t kMostVectors = 2;
#endif

// The narrowest vector that holds what is left, or as many of the widest as there may be.
std::size_t lanes_for(std::size_t needed, std::size_t widest) {
    for (std::size_t lanes = std::min<std::size_t>(4, widest); lanes <= widest; lanes *= 2) {
        if (needed <= lanes) return lanes;
    }
    return kMostVectors * widest;
}

std::size_t channels_for(std::size_t left, std::size_t widest) {
    if (widest == 1) return 1;
    return left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

}  // namespace

std::size_t BandCascade::Pass::lane(std::size_t band) const noexcept {
    const std::size_t slots = vector_lanes / channels;
    return band / slots * vector_lanes + (slots - 1 - band % slots) * channels;
}

// Calls visit(place in memory_, band, channel) for each band and channel; the second value is `lanes` further on.
template <class Visit>
void BandCascade::each_place(Visit visit) noexcept {
    for (std::size_t p = 0; p < pass_count_; ++p) {
        const Pass& pass = passes_[p];
        for (std::size_t b = 0; b < pass.bands; ++b) {
            for (std::size_t c = 0; c < pass.channels; ++c) {
                visit(2 * pass.first_lane + pass.lane(b) + c, pass.lanes, pass.first_band + b, pass.first_channel + c);
            }
        }
    }
}

void BandCascade::lay_out(std::size_t bands, std::size_t channels) noexcept {
    assert(bands <= kMaxCascadeBands && channels >= 1 && channels <= kMaxCascadeChannels);
    std::array<std::array<std::array<float, 2>, kMaxCascadeChannels>, kMaxCascadeBands> kept{};
    each_place([&](std::size_t place, std::size_t lanes, std::size_t band, std::size_t channel) {
        kept[band][channel] = {memory_[place], memory_[place + lanes]};
    });

    const std::size_t widest = band_vector_lanes();
    bands_ = bands;
    channels_ = channels;
    pass_count_ = 0;
    lane_count_ = 0;
    for (std::size_t c = 0; c < channels;) {
        const std::size_t group = channels_for(channels - c, widest);
        for (std::size_t b = 0; b < bands;) {
            const std::size_t lanes = lanes_for((bands - b) * group, widest);
            const std::size_t here = std::min(bands - b, lanes / group);
            passes_[pass_count_++] = {.lanes = lanes,
                                      .vector_lanes = std::min(lanes, widest),
                                      .channels = group,
                                      .first_channel = c,
                                      .first_band = b,
                                      .bands = here,
                                      .first_lane = lane_count_};
            lane_count_ += lanes;
            b += here;
        }
        c += group;
    }
    assert(lane_count_ <= kMaxLanes);

    clear();
    each_place([&](std::size_t place, std::size_t lanes, std::size_t band, std::size_t channel) {
        memory_[place] = kept[band][channel][0];
        memory_[place + lanes] = kept[band][channel][1];
    });
}

void BandCascade::fill(const Pass& pass, std::span<const BandMatrix> bands, float* rows, std::size_t row_count,
                       const BandMatrix& empty) noexcept {
    const std::size_t slots = pass.lanes / pass.channels;
    for (std::size_t slot = 0; slot < slots; ++slot) {
        const BandMatrix& matrix = slot < pass.bands ? bands[pass.first_band + slot] : empty;
        for (std::size_t c = 0; c < pass.channels; ++c) {
            put_rows(matrix, rows + pass.lane(slot) + c, row_count, pass.lanes);
        }
    }
}

void BandCascade::set(std::span<const BandMatrix> bands) noexcept {
    assert(bands.size() == bands_);
    static_assert(kRows == row_end && kSteps == d + 1);
    for (std::size_t p = 0; p < pass_count_; ++p) {
        fill(passes_[p], bands, rows_.data() + kRows * passes_[p].first_lane, kRows, kThrough);
    }
}

void BandCascade::process(float* interleaved, std::size_t frames) noexcept {
    if (frames == 0) return;
    for (std::size_t p = 0; p < pass_count_; ++p) {
        const Pass& pass = passes_[p];
        run_band_pass({.samples = interleaved + pass.first_channel,
                       .frames = frames,
                       .stride = channels_,
                       .rows = rows_.data() + kRows * pass.first_lane,
                       .steps = nullptr,
                       .memory = memory_.data() + 2 * pass.first_lane},
                      pass.lanes, pass.channels);
    }
}

void BandCascade::process_moving(std::span<const BandMatrix> bands, std::span<const BandMatrix> steps,
                                 float* interleaved, std::size_t frames) noexcept {
    assert(bands.size() == bands_ && steps.size() == bands_);
    if (frames == 0) return;
    for (std::size_t p = 0; p < pass_count_; ++p) {
        const Pass& pass = passes_[p];
        alignas(64) float rows[kSteps * kMaxPassLanes];
        alignas(64) float step_rows[kSteps * kMaxPassLanes];
        fill(pass, bands, rows, kSteps, kThrough);
        fill(pass, steps, step_rows, kSteps, kNoStep);
        run_band_pass({.samples = interleaved + pass.first_channel,
                       .frames = frames,
                       .stride = channels_,
                       .rows = rows,
                       .steps = step_rows,
                       .memory = memory_.data() + 2 * pass.first_lane},
                      pass.lanes, pass.channels);
    }
}

void BandCascade::clear() noexcept { memory_.fill(0.0F); }

bool BandCascade::recover() noexcept {
    // On the bits, so that the loop is a vector one: an exponent of all ones is NaN or infinity.
    constexpr std::uint32_t kExponent = 0x7F800000U;
    const std::size_t count = 2 * lane_count_;
    std::uint32_t spoiled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        spoiled |= static_cast<std::uint32_t>((std::bit_cast<std::uint32_t>(memory_[i]) & kExponent) == kExponent);
    }
    if (spoiled == 0) return false;
    for (std::size_t i = 0; i < count; ++i) {
        if (!std::isfinite(memory_[i])) memory_[i] = 0.0F;
    }
    return true;
}

}  // namespace attacca::kernels
