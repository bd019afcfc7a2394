#include "spectrum_ring.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "blend.h"

namespace attacca::picture {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr float kInnerShare = 0.36F;
constexpr double kBarShare = 0.76;  ///< Of the angle between two bars.
constexpr float kNarrowestBar_px = 4.0F;
constexpr float kTick_px = 2.5F;
constexpr float kMargin_px = 6.0F;
constexpr float kSteps = 8.0F;  ///< Of a pixel: a smaller move is not seen.

std::uint32_t share_of(float part) { return static_cast<std::uint32_t>(std::clamp(part, 0.0F, 1.0F) * 255.0F + 0.5F); }

float highest(std::span<const float> values) { return values.empty() ? 0.0F : *std::ranges::max_element(values); }

}  // namespace

void SpectrumRing::place(std::size_t bars, const PixelBox& plot, float scale, SpectrumLayers& layers,
                         const Theme& colors) {
    values_ = bars;
    const double center_x = static_cast<double>(plot.x) + 0.5 * static_cast<double>(plot.width);
    const double center_y = static_cast<double>(plot.y) + 0.5 * static_cast<double>(plot.height);
    outer_ = std::max(0.5F * static_cast<float>(std::min(plot.width, plot.height)) - kMargin_px * scale, 0.0F);
    inner_ = kInnerShare * outer_;
    tick_ = kTick_px * scale;
    const auto room = static_cast<std::size_t>(static_cast<float>(kTurn) * inner_ / (kNarrowestBar_px * scale));
    bars_.assign(std::min(bars, room), {});
    pixels_.clear();
    if (bars_.empty()) return;

    struct Found {
        std::size_t bar;
        Pixel pixel;
    };
    std::vector<Found> found;
    const double angle_of_bar = kTurn / static_cast<double>(bars_.size());
    const std::uint32_t low = layers.lit.packed(colors.signal_low);
    const std::uint32_t high = layers.lit.packed(colors.signal_high);
    const std::uint32_t peak = layers.edge.packed(colors.peak);
    for (std::size_t y = plot.y; y < plot.bottom(); ++y) {
        for (std::size_t x = plot.x; x < plot.right(); ++x) {
            const double right = static_cast<double>(x) + 0.5 - center_x;
            const double down = static_cast<double>(y) + 0.5 - center_y;
            const double radius = std::hypot(right, down);
            if (radius < inner_ - 0.5F || radius > outer_ + 0.5F) continue;
            double angle = std::atan2(right, -down);  // Clockwise from the top.
            if (angle < 0.0) angle += kTurn;
            const std::size_t bar = std::min(static_cast<std::size_t>(angle / angle_of_bar), bars_.size() - 1);
            const double off_middle = std::fabs(angle - (static_cast<double>(bar) + 0.5) * angle_of_bar);
            const double to_edge_px = (0.5 * kBarShare * angle_of_bar - off_middle) * radius;
            const double inside_px = std::min(to_edge_px, radius - inner_) + 0.5;
            if (inside_px <= 0.0) continue;
            const std::uint32_t share = share_of(static_cast<float>(inside_px));
            const float along = (static_cast<float>(radius) - inner_) / std::max(outer_ - inner_, 1.0F);
            const std::uint32_t below = layers.unlit.row(y)[x];
            layers.lit.row(y)[x] = blended(below, blended(low, high, share_of(along)), share);
            layers.edge.row(y)[x] = blended(below, peak, share);
            found.push_back(
                {bar, {static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), static_cast<float>(radius)}});
        }
    }
    std::ranges::sort(found, [](const Found& one, const Found& other) {
        return one.bar != other.bar ? one.bar < other.bar : one.pixel.radius < other.pixel.radius;
    });
    for (const Found& next : found) {
        Bar& bar = bars_[next.bar];
        if (bar.end == 0) bar.first = pixels_.size();
        pixels_.push_back(next.pixel);
        bar.end = pixels_.size();
    }
    for (Bar& bar : bars_) bar.level_radius = inner_;
}

PixelBox SpectrumRing::draw_pixels(Canvas& canvas, const SpectrumLayers& layers, const Bar& bar, float from,
                                   float to) noexcept {
    const auto pixels = std::span(pixels_).subspan(bar.first, bar.end - bar.first);
    std::size_t left = canvas.size().width;
    std::size_t top = canvas.size().height;
    std::size_t right = 0;
    std::size_t bottom = 0;
    for (auto at = std::ranges::lower_bound(pixels, from, {}, &Pixel::radius); at != pixels.end() && at->radius <= to;
         ++at) {
        const std::uint32_t signal = share_of(bar.level_radius - at->radius + 0.5F);
        std::uint32_t pixel = blended(layers.unlit.row(at->y)[at->x], layers.lit.row(at->y)[at->x], signal);
        if (bar.peak_radius > 0.0F) {
            const float on_tick = 0.5F * tick_ + 0.5F - std::fabs(at->radius - bar.peak_radius);
            if (on_tick > 0.0F) pixel = blended(pixel, layers.edge.row(at->y)[at->x], share_of(on_tick));
        }
        canvas.row(at->y)[at->x] = pixel;
        left = std::min<std::size_t>(left, at->x);
        right = std::max<std::size_t>(right, at->x + 1U);
        top = std::min<std::size_t>(top, at->y);
        bottom = std::max<std::size_t>(bottom, at->y + 1U);
    }
    return left < right ? PixelBox{left, top, right - left, bottom - top} : PixelBox{};
}

void SpectrumRing::draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels,
                        std::span<const float> peaks, DirtyBoxes& dirty) noexcept {
    const bool has_peaks = peaks.size() == levels.size();
    const float reach = 0.5F * tick_ + 0.5F;
    const auto radius_of = [&](float level) {
        return std::round((inner_ + std::clamp(level, 0.0F, 1.0F) * (outer_ - inner_)) * kSteps) / kSteps;
    };
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const std::size_t first = i * values_ / bars_.size();
        const std::size_t count = (i + 1) * values_ / bars_.size() - first;
        const float peak = has_peaks ? highest(peaks.subspan(first, count)) : 0.0F;
        Bar& bar = bars_[i];
        const Bar old = bar;
        bar.level_radius = radius_of(highest(levels.subspan(first, count)));
        bar.peak_radius = peak > 0.0F ? radius_of(peak) : 0.0F;
        if (bar.level_radius != old.level_radius) {
            const auto [from, to] = std::minmax(bar.level_radius, old.level_radius);
            dirty.add(draw_pixels(canvas, layers, bar, from - 0.5F, to + 0.5F));
        }
        if (bar.peak_radius != old.peak_radius) {
            for (const float radius : {old.peak_radius, bar.peak_radius}) {
                if (radius > 0.0F) dirty.add(draw_pixels(canvas, layers, bar, radius - reach, radius + reach));
            }
        }
    }
}

}  // namespace attacca::picture
