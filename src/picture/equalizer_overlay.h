// The equalizer's curve, its bands' own curves and their handles, over a plot.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "attacca/picture/spectrum_view.h"
#include "picture/column_rows.h"
#include "picture/log_scale.h"

namespace attacca::picture {

/// Remembers each band's curve: while one is dragged, only that one is computed, and only what it moves is painted.
class EqualizerOverlay {
public:
    /// False when nothing changes.
    bool set(const EqualizerCurve& curve);
    bool clear() noexcept;
    [[nodiscard]] bool shown() const noexcept { return shown_; }

    /// Where it lies. `frequencies` run along the plot's width.
    void place(const PixelBox& plot, const LogScale& frequencies, float scale);
    /// Adds what is to be painted otherwise than it was when this was called before.
    void mark_changes(ColumnRows& rows);
    /// Within these rows alone. Requires that `mark_changes` filled them, or that they are all.
    void paint(std::span<Canvas* const> layers, const Theme& colors, const ColumnRows& rows);

    [[nodiscard]] double range_db() const noexcept { return range_db_; }
    [[nodiscard]] double gain_at(float y) const noexcept;
    [[nodiscard]] float y_of(double gain_db) const noexcept;
    [[nodiscard]] std::optional<std::size_t> handle_at(Point place) const noexcept;
    [[nodiscard]] Point handle(std::size_t band) const noexcept;

private:
    struct BandCurve {
        dsp::Band band;
        double sample_rate = 0.0;
        std::vector<float> gains_db;  ///< At each column's center.
    };
    /// As it was marked.
    struct Marked {
        EqualizerCurve curve;
        std::vector<std::vector<float>> bands_db;
        std::vector<float> total_db;
        std::vector<PixelBox> handles;
    };
    void compute();
    void compute_band(BandCurve& curve, const dsp::Band& band);
    [[nodiscard]] bool taken(const EqualizerCurve& curve, std::size_t band) const noexcept {
        return curve.selected == band || curve.hovered == band;
    }
    void mark_graph(const std::vector<float>& before_db, const std::vector<float>& now_db, bool all, bool with_area,
                    ColumnRows& rows) const;
    void mark_handles(ColumnRows& rows) const;
    void remember();
    void paint_graph(std::span<Canvas* const> layers, const std::vector<float>& gains_db, float width, Color color,
                     const ColumnRows& rows);
    void paint_area(std::span<Canvas* const> layers, const std::vector<float>& gains_db, Color color,
                    const ColumnRows& rows);
    void fill_reach(std::span<Canvas* const> layers, Color color, const ColumnRows& rows);
    void paint_handle(Canvas& canvas, std::size_t band, const Theme& colors);
    [[nodiscard]] PixelBox box_of_handle(std::size_t band) const;

    bool shown_ = false;
    EqualizerCurve curve_;
    double range_db_ = 12.0;
    PixelBox plot_;
    LogScale frequencies_;
    float scale_ = 1.0F;
    std::vector<BandCurve> bands_;
    std::vector<float> total_db_;
    std::vector<float> heights_;
    std::vector<ColumnReach> reach_;
    Marked marked_;
};

}  // namespace attacca::picture
