#include "equalizer_overlay.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "attacca/dsp/biquad.h"
#include "figures.h"
#include "graph.h"

namespace attacca::picture {
namespace {

constexpr double kRange_db = 12.0;
constexpr double kWideRange_db = 24.0;
constexpr float kHandleRadius = 7.5F;
constexpr float kReachOfPointer = 14.0F;
constexpr float kNumberSize_px = 10.0F;
constexpr float kTakenGrowth = 1.5F;  ///< Of a handle's radius.
constexpr float kHalo = 5.0F;
constexpr float kTotalWidth_px = 2.25F;

bool has_gain(dsp::BandKind kind) {
    return kind == dsp::BandKind::peaking || kind == dsp::BandKind::low_shelf || kind == dsp::BandKind::high_shelf;
}

double handle_gain_db(const dsp::Band& band) {
    return has_gain(band.kind) && std::isfinite(band.gain_db) ? band.gain_db : 0.0;
}

bool can_be_designed(const dsp::Band& band, double sample_rate) {
    return band.center_hz > 0.0 && band.center_hz < 0.5 * sample_rate && band.width > 0.0 &&
           std::isfinite(band.width) && std::isfinite(band.gain_db);
}

}  // namespace

bool EqualizerOverlay::set(const EqualizerCurve& curve) {
    if (shown_ && curve == curve_) return false;
    shown_ = true;
    curve_ = curve;
    const auto reaches_farther = [](const dsp::Band& band) { return std::fabs(handle_gain_db(band)) > kRange_db; };
    range_db_ = std::ranges::any_of(curve.settings.bands, reaches_farther) ? kWideRange_db : kRange_db;
    compute();
    return true;
}

bool EqualizerOverlay::clear() noexcept { return std::exchange(shown_, false); }

void EqualizerOverlay::place(const PixelBox& plot, const LogScale& frequencies, float scale) {
    plot_ = plot;
    frequencies_ = frequencies;
    scale_ = scale;
    heights_.resize(plot.width);
    reach_.resize(plot.width);
    for (BandCurve& band : bands_) band.gains_db.clear();
    compute();
}

void EqualizerOverlay::compute() {
    const auto& settings = curve_.settings;
    bands_.resize(settings.bands.size());
    total_db_.assign(plot_.width, static_cast<float>(std::isfinite(settings.preamp_db) ? settings.preamp_db : 0.0));
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        compute_band(bands_[i], settings.bands[i]);
        for (std::size_t x = 0; x < plot_.width; ++x) total_db_[x] += bands_[i].gains_db[x];
    }
}

void EqualizerOverlay::compute_band(BandCurve& curve, const dsp::Band& band) {
    if (curve.gains_db.size() == plot_.width && curve.band == band && curve.sample_rate == curve_.sample_rate) return;
    curve.band = band;
    curve.sample_rate = curve_.sample_rate;
    curve.gains_db.assign(plot_.width, 0.0F);
    if (!can_be_designed(band, curve_.sample_rate)) return;
    const auto section = dsp::design_biquad(band, curve_.sample_rate);
    const double highest_hz = 0.4999 * curve_.sample_rate;
    for (std::size_t x = 0; x < plot_.width; ++x) {
        const double frequency_hz = frequencies_.frequency_at(static_cast<double>(plot_.x + x) + 0.5);
        const double gain_db = dsp::magnitude_db(section, std::min(frequency_hz, highest_hz), curve_.sample_rate);
        curve.gains_db[x] = static_cast<float>(std::clamp(gain_db, -200.0, 200.0));
    }
}

double EqualizerOverlay::gain_at(float y) const noexcept {
    const double share = (static_cast<double>(y) - static_cast<double>(plot_.y)) /
                         static_cast<double>(std::max<std::size_t>(plot_.height, 1));
    return range_db_ * (1.0 - 2.0 * share);
}

float EqualizerOverlay::y_of(double gain_db) const noexcept {
    const double share = 0.5 * (1.0 - gain_db / range_db_);
    return static_cast<float>(static_cast<double>(plot_.y) + share * static_cast<double>(plot_.height));
}

Point EqualizerOverlay::handle(std::size_t band) const noexcept {
    assert(band < curve_.settings.bands.size());
    const dsp::Band& at = curve_.settings.bands[band];
    const double center_hz = at.center_hz > 0.0 ? at.center_hz : frequencies_.lowest_hz;
    const double hz = std::clamp(center_hz, frequencies_.lowest_hz, frequencies_.highest_hz);
    const double gain_db = std::clamp(handle_gain_db(at), -range_db_, range_db_);
    return {static_cast<float>(frequencies_.place(hz)), y_of(gain_db)};
}

std::optional<std::size_t> EqualizerOverlay::handle_at(Point place) const noexcept {
    if (!shown_) return {};
    float nearest = kReachOfPointer * scale_;
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < curve_.settings.bands.size(); ++i) {
        const Point at = handle(i);
        float distance = std::hypot(place.x - at.x, place.y - at.y);
        if (distance > kReachOfPointer * scale_) continue;
        if (curve_.selected == i) distance = -1.0F;
        if (distance <= nearest) {
            nearest = distance;
            found = i;
        }
    }
    return found;
}

/// Only where its rows are touched.
void EqualizerOverlay::fill_reach(std::span<Canvas* const> layers, Color color, const ColumnRows& rows) {
    for (std::size_t x = 0; x < plot_.width; ++x) {
        const PixelBox touched = rows.box_at(plot_.x + x);
        ColumnReach& reach = reach_[x];
        reach.upper = std::max(reach.upper, static_cast<float>(touched.y));
        reach.lower = std::max(std::min(reach.lower, static_cast<float>(touched.bottom())), reach.upper);
    }
    for (Canvas* layer : layers) layer->fill_columns(plot_.x, reach_, color);
}

void EqualizerOverlay::paint_graph(std::span<Canvas* const> layers, const std::vector<float>& gains_db, float width,
                                   Color color, const ColumnRows& rows) {
    const auto top = static_cast<float>(plot_.y) + 0.5F * width;
    const auto bottom = static_cast<float>(plot_.bottom()) - 0.5F * width;
    for (std::size_t x = 0; x < plot_.width; ++x) heights_[x] = y_of(gains_db[x]);
    reach_of_graph(heights_, width, reach_);
    // A curve that leaves the plot leaves the picture there.
    for (ColumnReach& reach : reach_) {
        if (reach.lower < top || reach.upper > bottom) reach = {};
        reach.upper = std::max(reach.upper, static_cast<float>(plot_.y));
        reach.lower = std::clamp(reach.lower, reach.upper, static_cast<float>(plot_.bottom()));
    }
    fill_reach(layers, color, rows);
}

void EqualizerOverlay::paint_area(std::span<Canvas* const> layers, const std::vector<float>& gains_db, Color color,
                                  const ColumnRows& rows) {
    const auto top = static_cast<float>(plot_.y);
    const auto bottom = static_cast<float>(plot_.bottom());
    const float zero = y_of(0.0);
    for (std::size_t x = 0; x < plot_.width; ++x) {
        const float height = std::clamp(y_of(gains_db[x]), top, bottom);
        reach_[x] = {std::min(height, zero), std::max(height, zero)};
    }
    fill_reach(layers, color, rows);
}

/// Every pixel that `paint_handle` changes.
PixelBox EqualizerOverlay::box_of_handle(std::size_t band) const {
    const Point at = handle(band);
    const float reach = scale_ * (kHandleRadius + kTakenGrowth + kHalo) + 1.0F;
    const auto x = static_cast<std::size_t>(std::max(at.x - reach, 0.0F));
    const auto y = static_cast<std::size_t>(std::max(at.y - reach, 0.0F));
    return {x, y, static_cast<std::size_t>(at.x + reach) + 1 - x, static_cast<std::size_t>(at.y + reach) + 1 - y};
}

void EqualizerOverlay::mark_graph(const std::vector<float>& before_db, const std::vector<float>& now_db, bool all,
                                  bool with_area, ColumnRows& rows) const {
    constexpr std::size_t kBeyond = 1;  // A column's line begins and ends halfway to its neighbors.
    const float width = kTotalWidth_px * scale_;
    const std::size_t first = plot_.x / ColumnRows::kColumnsOfAGroup;
    for (std::size_t group = first; group * ColumnRows::kColumnsOfAGroup < plot_.right(); ++group) {
        const std::size_t from = std::max(group * ColumnRows::kColumnsOfAGroup, plot_.x + kBeyond) - plot_.x - kBeyond;
        const std::size_t end = std::min((group + 1) * ColumnRows::kColumnsOfAGroup + kBeyond, plot_.right()) - plot_.x;
        bool differs = all;
        float highest = with_area ? 0.0F : now_db[from];
        float lowest = highest;
        for (std::size_t x = from; x < end; ++x) {
            differs |= before_db[x] != now_db[x];
            highest = std::max({highest, before_db[x], now_db[x]});
            lowest = std::min({lowest, before_db[x], now_db[x]});
        }
        if (differs) rows.add(group, y_of(highest) - width, y_of(lowest) + width);
    }
}

void EqualizerOverlay::mark_handles(ColumnRows& rows) const {
    const std::size_t count = curve_.settings.bands.size();
    for (std::size_t i = 0; i < count; ++i) {
        const PixelBox box = box_of_handle(i);
        if (box == marked_.handles[i] && taken(curve_, i) == taken(marked_.curve, i) &&
            (curve_.selected == i) == (marked_.curve.selected == i)) {
            continue;
        }
        rows.add(marked_.handles[i]);
        rows.add(box);
    }
    // Handles are painted whole, and one that is may need the next one.
    for (bool grown = true; std::exchange(grown, false);) {
        for (std::size_t i = 0; i < count; ++i) {
            const PixelBox box = box_of_handle(i);
            if (!rows.meets(box) || rows.holds(box)) continue;
            rows.add(box);
            grown = true;
        }
    }
}

void EqualizerOverlay::mark_changes(ColumnRows& rows) {
    const std::size_t count = bands_.size();
    const bool other = marked_.bands_db.size() != count || marked_.total_db.size() != total_db_.size() ||
                       marked_.curve.engagement != curve_.engagement;
    if (other) {
        rows.add_all();
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            const bool was_taken = taken(marked_.curve, i);
            const bool is_taken = taken(curve_, i);
            mark_graph(marked_.bands_db[i], bands_[i].gains_db, was_taken != is_taken, was_taken || is_taken, rows);
        }
        mark_graph(marked_.total_db, total_db_, false, false, rows);
        mark_handles(rows);
    }
    remember();
}

void EqualizerOverlay::remember() {
    marked_.curve = curve_;
    marked_.total_db = total_db_;
    marked_.bands_db.resize(bands_.size());
    marked_.handles.resize(bands_.size());
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        marked_.bands_db[i] = bands_[i].gains_db;
        marked_.handles[i] = box_of_handle(i);
    }
}

void EqualizerOverlay::paint_handle(Canvas& canvas, std::size_t band, const Theme& colors) {
    const Point at = handle(band);
    const bool selected = curve_.selected == band;
    const bool hovered = curve_.hovered == band;
    const bool engaged = curve_.engagement == Engagement::engaged;
    const Color color = engaged ? colors.bands[band % colors.bands.size()] : colors.idle;
    const float radius = scale_ * (selected || hovered ? kHandleRadius + kTakenGrowth : kHandleRadius);
    if (selected) canvas.fill_disc(at, radius + kHalo * scale_, color.with_alpha(64));
    canvas.fill_disc(at, radius + 1.5F * scale_, colors.panel);
    canvas.fill_disc(at, radius, color);
    if (selected) canvas.draw_circle(at, radius + 1.0F * scale_, 2.0F * scale_, colors.text);
    canvas.write(decimal(static_cast<double>(band + 1), 0),
                 {.x = at.x, .y = at.y, .size_px = kNumberSize_px * scale_, .anchor = TextAnchor::center},
                 colors.panel);
}

void EqualizerOverlay::paint(std::span<Canvas* const> layers, const Theme& colors, const ColumnRows& rows) {
    if (!shown_ || plot_.empty()) return;
    const bool engaged = curve_.engagement == Engagement::engaged;
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        const Color color = engaged ? colors.bands[i % colors.bands.size()] : colors.idle;
        const bool held = taken(curve_, i);
        if (held) paint_area(layers, bands_[i].gains_db, color.with_alpha(44), rows);
        paint_graph(layers, bands_[i].gains_db, scale_, color.with_alpha(held ? 230 : 120), rows);
    }
    paint_graph(layers, total_db_, kTotalWidth_px * scale_, engaged ? colors.accent : colors.idle, rows);
    const auto paint_touched = [&](std::size_t band) {
        if (!rows.meets(box_of_handle(band))) return;
        for (Canvas* layer : layers) paint_handle(*layer, band, colors);
    };
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        if (curve_.selected != i) paint_touched(i);
    }
    if (curve_.selected && *curve_.selected < bands_.size()) paint_touched(*curve_.selected);
}

}  // namespace attacca::picture
