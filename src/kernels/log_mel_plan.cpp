#include <cassert>
#include <cmath>
#include <numbers>

#include "attacca/kernels/log_mel.h"
#include "kernels/log_mel_layout.h"

namespace attacca::kernels {
namespace {

AlignedBuffer<float> make_twiddles(std::size_t rows) {
    AlignedBuffer<float> twiddles(kMelRadix * twiddles_per_column(rows));
    float* next = twiddles.data();
    for (std::size_t column = 0; column < kMelRadix; ++column) {
        *next++ = column % 2 == 0 ? 1.0F : -1.0F;
        for (std::size_t row = 1; row < rows / 2; ++row) {
            const double turns = static_cast<double>(column * row) / static_cast<double>(kMelRadix * rows);
            *next++ = static_cast<float>(std::cos(2.0 * std::numbers::pi * turns));
            *next++ = static_cast<float>(-std::sin(2.0 * std::numbers::pi * turns));
        }
    }
    return twiddles;
}

/// Where the second step leaves each bin's power, in vectors.
std::vector<std::uint32_t> bin_places(std::size_t rows) {
    const std::size_t length = kMelRadix * rows;
    std::vector<std::uint32_t> places(length / 2 + 1);
    for (std::size_t k = 0; k <= kMelRadix / 2; ++k) {  // Row 0 carries the middle row as its imaginary part.
        places[rows * k] = static_cast<std::uint32_t>(2 * k);
        places[rows / 2 + rows * (kMelRadix / 2 - k)] = static_cast<std::uint32_t>(2 * k + 1);
    }
    for (std::size_t row = 1; row < rows / 2; ++row) {
        for (std::size_t k = 0; k < kMelRadix; ++k) {
            const std::size_t bin = row + rows * k;
            places[bin <= length / 2 ? bin : length - bin] = static_cast<std::uint32_t>(row * kRowVectors + k);
        }
    }
    return places;
}

}  // namespace

std::size_t LogMelPlan::columns_size() const noexcept { return hop * kColumnStride; }
std::size_t LogMelPlan::work_size() const noexcept { return rows / 2 * kRowVectors * kMelGroup; }

LogMelPlan make_log_mel_plan(const LogMelPlanSpec& spec) {
    const std::size_t length = spec.window.size();
    assert(length == 400 || length == 800);
    assert(spec.filters.size() % kMelGroup == 0);
    LogMelPlan plan;
    plan.hop = spec.hop;
    plan.rows = length / kMelRadix;
    plan.hops = (length + spec.hop - 1) / spec.hop;
    assert(spec.hop >= kMelGroup && plan.hops >= 2 && plan.hops <= kMostMelHops);
    plan.spectrum = spec.spectrum;
    plan.scale = spec.scale;
    plan.twiddles = make_twiddles(plan.rows);

    plan.window = AlignedBuffer<float>(length);
    const std::size_t unused = plan.hops * spec.hop - length;
    for (std::size_t column = 0; column < kMelRadix; ++column) {
        for (std::size_t i = 0; i < plan.rows; ++i) {
            const std::size_t sample = column + kMelRadix * i;
            const std::size_t from_oldest = sample + unused;
            plan.window[column * plan.rows + i] = spec.window[sample];
            plan.sample_places.push_back(
                static_cast<std::uint32_t>(from_oldest % spec.hop * kColumnStride + from_oldest / spec.hop));
        }
    }

    const auto places = bin_places(plan.rows);
    for (const MelFilter& filter : spec.filters) {
        assert(filter.first_bin + filter.weights.size() <= places.size());
        for (std::size_t i = 0; i < filter.weights.size(); ++i) {
            plan.filter_places.push_back(places[filter.first_bin + i]);
            plan.filter_weights.push_back(filter.weights[i]);
        }
        plan.filter_ends.push_back(static_cast<std::uint32_t>(plan.filter_weights.size()));
    }
    return plan;
}

}  // namespace attacca::kernels
