// How often something took how long: bars over a logarithmic axis of time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

/// How many took longer than the bin before, and no longer than this.
struct HistogramBin {
    double longest_ms = 0.0;
    std::uint64_t count = 0;
    friend bool operator==(const HistogramBin&, const HistogramBin&) = default;
};

/// A bar's height is the logarithm of its count, so that the one that came late is seen beside the million in time.
///
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once warm.
/// Failure    Bins without an end above 0, or not beyond the one before, are not drawn.
class HistogramView {
public:
    explicit HistogramView(PixelOrder order = PixelOrder::rgba);
    ~HistogramView();
    HistogramView(HistogramView&&) noexcept;
    HistogramView& operator=(HistogramView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    /// From the shortest to the longest. Copied when they differ from those shown.
    void set_bins(std::span<const HistogramBin> bins);
    /// What should not take longer: a line; bars beyond it are of the alarm's color.
    void set_limit_ms(std::optional<double> limit_ms);

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;
    [[nodiscard]] PixelBox plot() const noexcept;
    [[nodiscard]] float x_of(double time_ms) const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
