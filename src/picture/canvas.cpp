#include "attacca/picture/canvas.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

#include "blend.h"
#include "glyph_cache.h"
#include "rasterizer.h"
#include "stroke.h"

namespace attacca::picture {
namespace {

static_assert(std::endian::native == std::endian::little, "pixels are packed for it");

constexpr std::uint32_t kOpaque = 0xFF000000;

std::uint32_t scaled(std::uint32_t share, std::uint32_t alpha) {
    return alpha == 255 ? share : (share * alpha + 127) / 255;
}

/// `blended` for each pixel, byte by byte in fixed groups, which compilers turn into vectors of 16-bit products.
void blend_row(std::span<std::uint32_t> row, std::uint32_t above, std::uint32_t share) {
    constexpr std::size_t kGroup = 4;
    std::array<std::uint16_t, 4 * kGroup> added;
    for (std::size_t i = 0; i < added.size(); ++i) {
        added[i] = static_cast<std::uint16_t>((above >> (8 * (i % 4)) & 0xFFU) * share + 128);
    }
    const auto rest = static_cast<std::uint16_t>(255 - share);
    std::size_t x = 0;
    for (; x + kGroup <= row.size(); x += kGroup) {
        auto* bytes = reinterpret_cast<std::uint8_t*>(row.data() + x);
        for (std::size_t i = 0; i < added.size(); ++i) {
            const auto sum = static_cast<std::uint16_t>(bytes[i] * rest + added[i]);
            bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(sum + (sum >> 8)) >> 8);
        }
    }
    for (; x < row.size(); ++x) row[x] = blended(row[x], above, share);
}

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, std::size_t part, std::size_t whole) {
    return static_cast<std::uint8_t>((from * (whole - part) + to * part + whole / 2) / whole);
}

/// Whether a shape between these two corners may have pixels in the box.
bool may_meet(const PixelBox& box, Point upper_left, Point lower_right) {
    return !(lower_right.x < static_cast<float>(box.x) || upper_left.x > static_cast<float>(box.right()) ||
             lower_right.y < static_cast<float>(box.y) || upper_left.y > static_cast<float>(box.bottom()));
}

bool may_meet(const PixelBox& box, std::span<const Point> corners) {
    if (corners.empty()) return false;
    Point upper_left = corners.front();
    Point lower_right = upper_left;
    for (const Point corner : corners) {
        upper_left = {std::min(upper_left.x, corner.x), std::min(upper_left.y, corner.y)};
        lower_right = {std::max(lower_right.x, corner.x), std::max(lower_right.y, corner.y)};
    }
    return may_meet(box, upper_left, lower_right);
}

}  // namespace

struct Canvas::State {
    CanvasSpec spec;
    PixelBox clip;
    std::vector<std::uint32_t> pixels;
    Rasterizer rasterizer;
    GlyphCache glyphs;
    std::vector<Point> outline;
};

Canvas::Canvas(const CanvasSpec& spec) : state_(std::make_unique<State>()) {
    state_->spec.order = spec.order;
    resize(spec.size, spec.scale);
}
Canvas::~Canvas() = default;
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;

void Canvas::resize(PictureSize size, float scale) {
    state_->spec.size = size;
    state_->spec.scale = scale;
    state_->pixels.assign(size.width * size.height, kOpaque);
    clear_clip();
}

void Canvas::set_clip(const PixelBox& box) noexcept {
    state_->clip = intersection(box, {0, 0, size().width, size().height});
}

void Canvas::clear_clip() noexcept { state_->clip = {0, 0, size().width, size().height}; }

PictureSize Canvas::size() const noexcept { return state_->spec.size; }
float Canvas::scale() const noexcept { return state_->spec.scale; }
PixelOrder Canvas::order() const noexcept { return state_->spec.order; }

std::span<const std::uint8_t> Canvas::bytes() const noexcept {
    return {reinterpret_cast<const std::uint8_t*>(state_->pixels.data()), 4 * state_->pixels.size()};
}

std::span<std::uint32_t> Canvas::row(std::size_t y) noexcept {
    assert(y < size().height);
    return std::span(state_->pixels).subspan(y * size().width, size().width);
}

std::span<const std::uint32_t> Canvas::row(std::size_t y) const noexcept {
    assert(y < size().height);
    return std::span<const std::uint32_t>(state_->pixels).subspan(y * size().width, size().width);
}

std::uint32_t Canvas::packed(Color color) const noexcept {
    const bool rgba = order() == PixelOrder::rgba;
    const std::uint32_t first = rgba ? color.red : color.blue;
    const std::uint32_t third = rgba ? color.blue : color.red;
    return kOpaque | third << 16 | std::uint32_t{color.green} << 8 | first;
}

Color Canvas::at(std::size_t x, std::size_t y) const noexcept {
    const std::uint32_t pixel = row(y)[x];
    const auto first = static_cast<std::uint8_t>(pixel);
    const auto third = static_cast<std::uint8_t>(pixel >> 16);
    const bool rgba = order() == PixelOrder::rgba;
    return {rgba ? first : third, static_cast<std::uint8_t>(pixel >> 8), rgba ? third : first};
}

void Canvas::fill(const PixelBox& box, Color color) noexcept {
    const std::uint32_t pixel = packed(color);
    const PixelBox seen = intersection(box, state_->clip);
    if (seen.empty()) return;
    for (std::size_t y = seen.y; y < seen.bottom(); ++y) {
        const auto part = row(y).subspan(seen.x, seen.width);
        if (color.alpha == 255) {
            std::ranges::fill(part, pixel);
        } else {
            blend_row(part, pixel, color.alpha);
        }
    }
}

void Canvas::fill_gradient(const PixelBox& box, Color top, Color bottom) noexcept {
    const std::size_t whole = std::max<std::size_t>(box.height, 2) - 1;
    for (std::size_t i = 0; i < box.height; ++i) {
        const Color here{mixed(top.red, bottom.red, i, whole), mixed(top.green, bottom.green, i, whole),
                         mixed(top.blue, bottom.blue, i, whole), mixed(top.alpha, bottom.alpha, i, whole)};
        fill({box.x, box.y + i, box.width, 1}, here);
    }
}

void Canvas::fill_polygon(std::span<const Point> corners, Color color) {
    const PixelBox clip = state_->clip;
    if (!may_meet(clip, corners)) return;
    auto& rasterizer = state_->rasterizer;
    rasterizer.begin(size().width, size().height);
    rasterizer.add_polygon(corners);
    const std::uint32_t above = packed(color);
    rasterizer.finish([&](std::size_t y, std::size_t first, std::span<const std::uint8_t> shares) {
        const PixelBox seen = intersection({first, y, shares.size(), 1}, clip);
        if (seen.empty()) return;
        std::uint32_t* pixel = &row(y)[0] + seen.x;
        for (const std::uint8_t share : shares.subspan(seen.x - first, seen.width)) {
            *pixel = blended(*pixel, above, scaled(share, color.alpha));
            ++pixel;
        }
    });
}

void Canvas::fill_box(Point upper_left, Point lower_right, Color color) {
    fill_polygon(
        std::array{upper_left, Point{lower_right.x, upper_left.y}, lower_right, Point{upper_left.x, lower_right.y}},
        color);
}

void Canvas::fill_rounded_box(Point upper_left, Point lower_right, float radius, Color color) {
    const float most = 0.5F * std::min(lower_right.x - upper_left.x, lower_right.y - upper_left.y);
    outline_rounded_box(upper_left, lower_right, std::clamp(radius, 0.0F, std::max(most, 0.0F)), state_->outline);
    fill_polygon(state_->outline, color);
}

void Canvas::fill_disc(Point center, float radius, Color color) {
    outline_circle(center, radius, state_->outline);
    fill_polygon(state_->outline, color);
}

void Canvas::draw_circle(Point center, float radius, float width, Color color) {
    outline_ring(center, radius, width, state_->outline);
    fill_polygon(state_->outline, color);
}

void Canvas::draw_line(std::span<const Point> points, float width, Color color) {
    outline_line(points, width, state_->outline);
    fill_polygon(state_->outline, color);
}

void Canvas::fill_columns(std::size_t x, std::span<const ColumnReach> columns, Color color) noexcept {
    const std::uint32_t above = packed(color);
    const PixelBox clip = state_->clip;
    const auto top = static_cast<float>(clip.y);
    const auto bottom = static_cast<float>(clip.bottom());
    const std::size_t width = size().width;
    for (std::size_t i = clip.x > x ? clip.x - x : 0; i < columns.size() && x + i < clip.right(); ++i) {
        const ColumnReach reach = columns[i];
        if (!(std::isfinite(reach.upper) && std::isfinite(reach.lower))) continue;
        const float upper = std::clamp(reach.upper, top, bottom);
        const float lower = std::clamp(reach.lower, upper, bottom);
        const auto first = static_cast<std::size_t>(upper);
        const auto last = static_cast<std::size_t>(lower);  // Whole pixels lie between these two.
        std::uint32_t* pixel = state_->pixels.data() + first * width + x + i;
        const auto blend = [&](float share) {
            *pixel = blended(*pixel, above, scaled(static_cast<std::uint32_t>(share * 255.0F + 0.5F), color.alpha));
            pixel += width;
        };
        if (first == last) {
            if (lower > upper) blend(lower - upper);
            continue;
        }
        blend(static_cast<float>(first + 1) - upper);
        for (std::size_t y = first + 1; y < last; ++y, pixel += width) *pixel = blended(*pixel, above, color.alpha);
        if (const float rest = lower - static_cast<float>(last); rest > 0.0F) blend(rest);
    }
}

float Canvas::text_width(std::string_view text, float size_px) noexcept {
    float width = 0.0F;
    while (!text.empty()) width += glyph_advance(take_letter(text), size_px);
    return width;
}

void Canvas::write(std::string_view text, const TextPlace& place, Color color) {
    if (!std::isfinite(place.x) || !std::isfinite(place.y) || !(place.size_px >= 1.0F)) return;
    const float width = text_width(text, place.size_px);
    const PixelBox clip = state_->clip;
    const float beyond = width + place.size_px;  // Wherever it is anchored.
    if (!may_meet(clip, {place.x - beyond, place.y - place.size_px}, {place.x + beyond, place.y + place.size_px}))
        return;
    float pen = place.x - (place.anchor == TextAnchor::left    ? 0.0F
                           : place.anchor == TextAnchor::right ? width
                                                               : 0.5F * width);
    const int baseline = static_cast<int>(std::lround(place.y + 0.5F * capital_height(place.size_px)));
    const std::uint32_t above = packed(color);
    while (!text.empty()) {
        const char32_t letter = take_letter(text);
        const float pixel_left = std::floor(pen);
        const auto glyph = state_->glyphs.bitmap(letter, place.size_px, pen - pixel_left);
        pen += glyph_advance(letter, place.size_px);
        const int left = static_cast<int>(pixel_left) + glyph.left;
        const int top = baseline + glyph.top;
        const int first = std::clamp(static_cast<int>(clip.x) - left, 0, static_cast<int>(glyph.width));
        const int end = std::clamp(static_cast<int>(clip.right()) - left, first, static_cast<int>(glyph.width));
        const int last = std::min(static_cast<int>(glyph.height), static_cast<int>(clip.bottom()) - top);
        for (int y = std::max(0, static_cast<int>(clip.y) - top); y < last; ++y) {
            const std::uint8_t* share = glyph.shares.data() + static_cast<std::size_t>(y) * glyph.width;
            std::uint32_t* pixel = row(static_cast<std::size_t>(top + y)).data();
            for (int x = first; x < end; ++x) {
                pixel[left + x] = blended(pixel[left + x], above, scaled(share[x], color.alpha));
            }
        }
    }
}

void Canvas::copy(const Canvas& from, const PixelBox& box) noexcept {
    assert(from.size() == size() && from.order() == order());
    const std::size_t right = std::min(box.right(), size().width);
    for (std::size_t y = box.y; y < std::min(box.bottom(), size().height) && box.x < right; ++y) {
        std::ranges::copy(from.row(y).subspan(box.x, right - box.x),
                          row(y).begin() + static_cast<std::ptrdiff_t>(box.x));
    }
}

}  // namespace attacca::picture
