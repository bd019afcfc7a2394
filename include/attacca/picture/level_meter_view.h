// Level meters: peak, RMS, held and true peak of each channel, and a lamp that says that it clipped.
#pragma once

#include <memory>
#include <span>

#include "attacca/analysis/level_meter.h"
#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

enum class MeterDirection { right, up };

/// The bar is the peak, its brighter core the RMS, the tick the held peak, the number the true peak since
/// `clear_clips`. The scale is in dBFS from -60 to 0, finer toward the top.
///
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once warm.
/// Failure    Levels that are not finite lie at the bottom.
class LevelMeterView {
public:
    explicit LevelMeterView(MeterDirection direction = MeterDirection::right, PixelOrder order = PixelOrder::rgba);
    ~LevelMeterView();
    LevelMeterView(LevelMeterView&&) noexcept;
    LevelMeterView& operator=(LevelMeterView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    /// A channel's lamp lights at a true peak above 0 dBTP, and stays lit.
    void set_levels(const analysis::Levels& levels);
    /// Puts out the lamps and forgets the true peaks.
    void clear_clips();

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
