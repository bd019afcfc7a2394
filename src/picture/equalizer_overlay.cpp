#include "equalizer_overlay.h"

#include <algorithm>
#include <cassert>
#include <cmath>

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

void EqualizerOverlay::paint_graph(Canvas& canvas, const std::vector<float>& gains_db, float width, Color color) {
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
    canvas.fill_columns(plot_.x, reach_, color);
}

void EqualizerOverlay::paint_area(Canvas& canvas, const std::vector<float>& gains_db, Color color) {
    const auto top = static_cast<float>(plot_.y);
    const auto bottom = static_cast<float>(plot_.bottom());
    const float zero = y_of(0.0);
    for (std::size_t x = 0; x < plot_.width; ++x) {
        const float height = std::clamp(y_of(gains_db[x]), top, bottom);
        reach_[x] = {std::min(height, zero), std::max(height, zero)};
    }
    canvas.fill_columns(plot_.x, reach_, color);
}

void EqualizerOverlay::paint_handle(Canvas& canvas, std::size_t band, const Theme& colors) {
    const Point at = handle(band);
    const bool selected = curve_.selected == band;
    const bool hovered = curve_.hovered == band;
    const bool engaged = curve_.engagement == Engagement::engaged;
    const Color color = engaged ? colors.bands[band % colors.bands.size()] : colors.idle;
    const float radius = scale_ * (selected || hovered ? kHandleRadius + 1.5F : kHandleRadius);
    if (selected) canvas.fill_disc(at, radius + 5.0F * scale_, color.with_alpha(64));
    canvas.fill_disc(at, radius + 1.5F * scale_, colors.panel);
    canvas.fill_disc(at, radius, color);
    if (selected) canvas.draw_circle(at, radius + 1.0F * scale_, 2.0F * scale_, colors.text);
    canvas.write(decimal(static_cast<double>(band + 1), 0),
                 {.x = at.x, .y = at.y, .size_px = kNumberSize_px * scale_, .anchor = TextAnchor::center},
                 colors.panel);
}

void EqualizerOverlay::paint(Canvas& canvas, const Theme& colors) {
    if (!shown_ || plot_.empty()) return;
    const bool engaged = curve_.engagement == Engagement::engaged;
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        const Color color = engaged ? colors.bands[i % colors.bands.size()] : colors.idle;
        const bool taken = curve_.selected == i || curve_.hovered == i;
        if (taken) paint_area(canvas, bands_[i].gains_db, color.with_alpha(44));
        paint_graph(canvas, bands_[i].gains_db, scale_, color.with_alpha(taken ? 230 : 120));
    }
    paint_graph(canvas, total_db_, 2.25F * scale_, engaged ? colors.accent : colors.idle);
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        if (curve_.selected != i) paint_handle(canvas, i, colors);
    }
    if (curve_.selected && *curve_.selected < bands_.size()) paint_handle(canvas, *curve_.selected, colors);
}

}  // namespace attacca::picture
