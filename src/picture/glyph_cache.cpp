#include "glyph_cache.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "picture/glyph_table.h"

namespace attacca::picture {
namespace {

// Heights of the font's letters, on its grid.
constexpr float kSmallLetter = 560.0F;
constexpr float kCapital = 746.0F;
constexpr float kTallLetter = 778.0F;
constexpr float kOvershoot = 15.0F;  ///< Round letters reach beyond their line by this.
constexpr float kDescender = 213.0F;

/// Beyond this, edges between pixels are not seen.
constexpr float kLargestAligned_px = 28.0F;
constexpr int kQuarters = 4;
constexpr float kKeysPerPixel = 8.0F;

const GlyphEntry* find(char32_t letter) {
    const auto index = glyph_index();
    const auto found =
        std::ranges::lower_bound(index, letter, {}, [](const GlyphEntry& entry) -> char32_t { return entry.letter; });
    return found != index.end() && found->letter == letter ? &*found : nullptr;
}

/// Grid to pixels, upward, so that the font's lines fall on whole pixels.
class HeightMap {
public:
    explicit HeightMap(float size_px) {
        const float scale = size_px / kGlyphEm;
        const bool aligned = size_px <= kLargestAligned_px;
        const auto line = [&](float height) { return aligned ? std::round(height * scale) : height * scale; };
        const float overshoot = aligned ? 0.0F : kOvershoot * scale;
        knots_ = {{{-kDescender, -line(kDescender)},
                   {-kOvershoot, -overshoot},
                   {0.0F, 0.0F},
                   {kSmallLetter, line(kSmallLetter)},
                   {kSmallLetter + kOvershoot, line(kSmallLetter) + overshoot},
                   {kCapital, line(kCapital)},
                   {kTallLetter, std::max(line(kCapital), line(kTallLetter))}}};
        scale_ = scale;
    }
    [[nodiscard]] float operator()(float height) const {
        if (height <= knots_.front().x) return knots_.front().y + scale_ * (height - knots_.front().x);
        for (std::size_t i = 1; i < knots_.size(); ++i) {
            const Point from = knots_[i - 1];
            const Point to = knots_[i];
            if (height <= to.x) return from.y + (to.y - from.y) * (height - from.x) / (to.x - from.x);
        }
        return knots_.back().y + scale_ * (height - knots_.back().x);
    }

private:
    std::array<Point, 7> knots_;  ///< x on the grid, y in pixels.
    float scale_ = 1.0F;
};

/// Reads the numbers of an outline.
class OutlineReader {
public:
    explicit OutlineReader(std::size_t begin) : rest_(glyph_outlines().subspan(begin)) {}
    int number() {
        int value = 0;
        for (int shift = 0;; shift += 7) {
            const int byte = rest_.front();
            rest_ = rest_.subspan(1);
            value |= (byte & 127) << shift;
            if (byte < 128) return value;
        }
    }
    static int step(int zigzag) { return (zigzag >> 1) ^ -(zigzag & 1); }

private:
    std::span<const std::uint8_t> rest_;
};

Point middle(Point one, Point other) { return {0.5F * (one.x + other.x), 0.5F * (one.y + other.y)}; }

/// TrueType's rule: between two points that pull, the contour passes through their middle.
void add_contour(Rasterizer& rasterizer, std::span<const Point> points, std::span<const std::uint8_t> on_contour) {
    const std::size_t count = points.size();
    if (count < 2) return;
    const Point first = on_contour[0]           ? points[0]
                        : on_contour[count - 1] ? points[count - 1]
                                                : middle(points[0], points[count - 1]);
    Point here = first;
    for (std::size_t i = on_contour[0] ? 1 : 0; i < count; ++i) {
        if (on_contour[i]) {
            rasterizer.add_line(here, points[i]);
            here = points[i];
            continue;
        }
        const std::size_t next = (i + 1) % count;
        const Point to = i + 1 == count ? first : on_contour[next] ? points[next] : middle(points[i], points[next]);
        rasterizer.add_curve(here, points[i], to);
        here = to;
        if (i + 1 < count && on_contour[next]) ++i;
    }
    rasterizer.add_line(here, first);
}

}  // namespace

char32_t take_letter(std::string_view& text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    char32_t letter = length == 1 ? lead : lead & (0x7FU >> length);
    bool valid = length > 0 && length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
        valid = (byte(i) & 0xC0U) == 0x80U;
        letter = letter << 6 | (byte(i) & 0x3FU);
    }
    text.remove_prefix(valid ? length : 1);
    return valid ? letter : U'?';
}

float glyph_advance(char32_t letter, float size_px) noexcept {
    const GlyphEntry* entry = find(letter);
    if (entry == nullptr) entry = find(U'0');
    return static_cast<float>(entry->advance) * size_px / kGlyphEm;
}

float capital_height(float size_px) noexcept { return HeightMap(size_px)(kCapital); }

GlyphBitmap GlyphCache::bitmap(char32_t letter, float size_px, float fraction) {
    const bool small = size_px <= kLargestAligned_px;
    const int quarter = small ? std::clamp(static_cast<int>(fraction * kQuarters), 0, kQuarters - 1) : 0;
    const auto size_key = static_cast<std::uint64_t>(std::lround(size_px * kKeysPerPixel));
    const std::uint64_t key =
        size_key << 32 | static_cast<std::uint64_t>(letter) << 2 | static_cast<std::uint64_t>(quarter);
    auto found = std::ranges::lower_bound(entries_, key, {}, &Entry::key);
    if (found == entries_.end() || found->key != key) {
        const float drawn_px = static_cast<float>(size_key) / kKeysPerPixel;
        found = entries_.insert(found, draw(key, letter, drawn_px, static_cast<float>(quarter) / kQuarters));
    }
    const std::size_t count = std::size_t{found->width} * found->height;
    return {found->left, found->top, found->width, found->height, std::span(shares_).subspan(found->begin, count)};
}

GlyphCache::Entry GlyphCache::draw(std::uint64_t key, char32_t letter, float size_px, float fraction) {
    Entry entry{.key = key, .left = 0, .top = 0, .width = 0, .height = 0, .begin = shares_.size()};
    const GlyphEntry* glyph = find(letter);
    if (glyph == nullptr) return entry;

    const float scale = size_px / kGlyphEm;
    const HeightMap height_of(size_px);
    entry.left = static_cast<int>(std::floor(-0.3F * size_px));
    entry.top = -static_cast<int>(std::ceil(1.1F * size_px));
    entry.width = static_cast<std::uint32_t>(std::ceil(glyph->advance * scale + 0.6F * size_px)) + 2;
    entry.height = static_cast<std::uint32_t>(std::ceil(1.5F * size_px)) + 2;

    rasterizer_.begin(entry.width, entry.height);
    OutlineReader reader(glyph->outline);
    int x = 0;
    int y = 0;
    for (int contours = reader.number(); contours > 0; --contours) {
        points_.clear();
        on_contour_.clear();
        for (int count = reader.number(); count > 0; --count) {
            const int right = reader.number();
            x += OutlineReader::step(right >> 1);
            y += OutlineReader::step(reader.number());
            points_.push_back({static_cast<float>(x) * scale + fraction - static_cast<float>(entry.left),
                               -height_of(static_cast<float>(y)) - static_cast<float>(entry.top)});
            on_contour_.push_back((right & 1) != 0);
        }
        add_contour(rasterizer_, points_, on_contour_);
    }
    shares_.resize(entry.begin + std::size_t{entry.width} * entry.height);
    rasterizer_.finish([&](std::size_t row, std::size_t first, std::span<const std::uint8_t> shares) {
        std::ranges::copy(shares,
                          shares_.begin() + static_cast<std::ptrdiff_t>(entry.begin + row * entry.width + first));
    });
    return entry;
}

}  // namespace attacca::picture
