#include "attacca/dsp/window.h"

#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace attacca::dsp {
namespace {

/// A sum of cosines: Σ (−1)^i · terms[i] · cos(2π·i·n / period). With t terms the main lobe is 2t bins wide.
struct CosineWindow {
    WindowKind kind;
    std::string_view name;
    std::size_t term_count;
    std::array<double, 5> terms;
};

constexpr CosineWindow kWindows[] = {
    {WindowKind::rectangular, "rectangular", 1, {1.0}},
    {WindowKind::hann, "hann", 2, {0.5, 0.5}},
    {WindowKind::hamming, "hamming", 2, {0.54, 0.46}},
    {WindowKind::blackman_harris, "blackman-harris", 4, {0.35875, 0.48829, 0.14128, 0.01168}},
    {WindowKind::flat_top, "flat-top", 5, {0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368}},
};

const CosineWindow& definition(WindowKind kind) noexcept {
    for (const CosineWindow& window : kWindows) {
        if (window.kind == kind) return window;
    }
    return kWindows[0];
}

}  // namespace

AlignedBuffer<float> make_window(const WindowSpec& spec) {
    const CosineWindow& window = definition(spec.kind);
    AlignedBuffer<float> values(spec.length);
    const bool symmetric = spec.symmetry == WindowSymmetry::symmetric && spec.length > 1;
    const double period = static_cast<double>(symmetric ? spec.length - 1 : spec.length);
    for (std::size_t n = 0; n < spec.length; ++n) {
        double value = 0.0;
        double sign = 1.0;
        for (std::size_t i = 0; i < window.term_count; ++i) {
            const double turns = static_cast<double>(i * n) / period;
            value += sign * window.terms[i] * std::cos(2.0 * std::numbers::pi * turns);
            sign = -sign;
        }
        values[n] = static_cast<float>(value);
    }
    return values;
}

std::size_t main_lobe_bins(WindowKind kind) noexcept { return definition(kind).term_count; }

std::string_view name(WindowKind kind) noexcept { return definition(kind).name; }

Result<WindowKind> parse_window(std::string_view text) {
    std::string names;
    for (const CosineWindow& window : kWindows) {
        if (window.name == text) return window.kind;
        names += (names.empty() ? "" : ", ") + std::string(window.name);
    }
    return fail(ErrorCode::invalid_argument, "no window named '" + std::string(text) + "': there are " + names);
}

}  // namespace attacca::dsp
