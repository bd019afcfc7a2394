// The rows of a dictionary, mixed and correlated, against plain loops over floats.
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/kernels/spectral_rows.h"
#include "bench/bench.h"

namespace attacca::kernels {
namespace {

constexpr std::size_t kRows = 200;
constexpr std::size_t kStride = 320;
constexpr std::size_t kSpan = 160;

struct Dictionary {
    Dictionary() {
        for (std::size_t r = 0; r < kRows; ++r) {
            first[r] = static_cast<std::uint32_t>(kRowGranule * (r / 20));
            last[r] = first[r] + kSpan;
            chosen[r] = static_cast<std::uint32_t>(r);
            weights[r] = 0.01F * static_cast<float>(r + 1);
            for (std::size_t k = first[r]; k < last[r]; ++k) {
                plain[r * kStride + k] = std::abs(std::sin(static_cast<float>(r + k)));
                values[r * kStride + k] = to_row_value(plain[r * kStride + k]);
            }
        }
    }
    [[nodiscard]] SpectralRows rows() const { return {values.data(), kStride, first.data(), last.data()}; }

    AlignedBuffer<std::uint16_t> values = AlignedBuffer<std::uint16_t>(kRows * kStride);
    AlignedBuffer<float> plain = AlignedBuffer<float>(kRows * kStride);
    std::vector<std::uint32_t> first = std::vector<std::uint32_t>(kRows), last = first, chosen = first;
    AlignedBuffer<float> weights = AlignedBuffer<float>(kRows), products = AlignedBuffer<float>(kRows);
    AlignedBuffer<float> spectrum = AlignedBuffer<float>(kStride);
};

void mix(Dictionary& d) { mix_rows(d.rows(), d.chosen, d.weights.data(), d.spectrum.data()); }

void mix_plainly(Dictionary& d) {
    for (std::size_t k = 0; k < kStride; ++k) d.spectrum[k] = 0.0F;
    for (std::size_t r = 0; r < kRows; ++r) {
        for (std::size_t k = d.first[r]; k < d.last[r]; ++k) d.spectrum[k] += d.weights[r] * d.plain[r * kStride + k];
    }
}

void correlate(Dictionary& d) { correlate_rows(d.rows(), d.chosen, d.spectrum.data(), d.products.data()); }

void correlate_plainly(Dictionary& d) {
    for (std::size_t r = 0; r < kRows; ++r) {
        float sum = 0.0F;
        for (std::size_t k = d.first[r]; k < d.last[r]; ++k) sum += d.spectrum[k] * d.plain[r * kStride + k];
        d.products[r] = sum;
    }
}

bench::Prepare on_dictionary(void (*work)(Dictionary&)) {
    return [work] {
        auto dictionary = std::make_shared<Dictionary>();
        return [=] {
            work(*dictionary);
            bench::keep(*dictionary);
        };
    };
}

bool add_row(const char* name, void (*work)(Dictionary&), void (*plainly)(Dictionary&)) {
    return bench::add({.name = name,
                       .frames = kRows,
                       .prepare = on_dictionary(work),
                       .rivals = {{.name = "plain", .prepare = on_dictionary(plainly)}}});
}

const bool kAdded =
    add_row("rows.mix/200", mix, mix_plainly) && add_row("rows.correlate/200", correlate, correlate_plainly);

}  // namespace
}  // namespace attacca::kernels
