// The equalizer's curve, its bands' own curves and their handles, over a plot.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "attacca/picture/spectrum_view.h"
#include "picture/log_scale.h"

namespace attacca::picture {

/// Remembers each band's curve: while one is dragged, only that one is computed.
class EqualizerOverlay {
public:
    /// False when nothing changes.
    bool set(const EqualizerCurve& curve);
    bool clear() noexcept;
    [[nodiscard]] bool shown() const noexcept { return shown_; }

    /// Where it lies. `frequencies` run along the plot's width.
    void place(const PixelBox& plot, const LogScale& frequencies, float scale);
    void paint(Canvas& canvas, const Theme& colors);

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
    void compute();
    void compute_band(BandCurve& curve, const dsp::Band& band);
    void paint_graph(Canvas& canvas, const std::vector<float>& gains_db, float width, Color color);
    void paint_area(Canvas& canvas, const std::vector<float>& gains_db, Color color);
    void paint_handle(Canvas& canvas, std::size_t band, const Theme& colors);

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
};

}  // namespace attacca::picture
