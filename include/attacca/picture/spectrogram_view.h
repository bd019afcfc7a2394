// The last seconds' spectra as colors, moving to the left.
#pragma once

#include <memory>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/spectrum_view.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

/// Units      Levels in dBFS; each `add` is a column, a pixel of the toolkit's wide.
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once warm.
/// Failure    Levels that are not finite lie at the bottom.
class SpectrogramView {
public:
    explicit SpectrogramView(PixelOrder order = PixelOrder::rgba);
    ~SpectrogramView();
    SpectrogramView(SpectrogramView&&) noexcept;
    SpectrogramView& operator=(SpectrogramView&&) noexcept;

    /// Forgets what was shown.
    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    void set_axes(const SpectrumAxes& axes);
    /// From one `add` to the next, for the axis of time. Requires more than 0.
    void set_hop(double hop_s);
    /// Levels as SpectrumView::set_levels takes them. Requires at least one.
    void add(std::span<const float> levels_db);
    /// Nothing has sounded yet.
    void clear();

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;
    [[nodiscard]] PixelBox plot() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
