// A whole track at a glance: to see where it is, and to seek in.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

/// What a stretch of the track reaches: full scale is 1.
struct WaveformColumn {
    float lowest = 0.0F;
    float highest = 0.0F;
    float rms = 0.0F;
};

/// Units      Seconds of the track, pixels of the canvas.
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once warm; a moving play head costs the columns that it passed.
/// Failure    Columns that are not finite are silent.
class WaveformView {
public:
    explicit WaveformView(PixelOrder order = PixelOrder::rgba);
    ~WaveformView();
    WaveformView(WaveformView&&) noexcept;
    WaveformView& operator=(WaveformView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    /// The track's columns from its beginning, evenly spread; `loaded_share` of them, 0 to 1, are known.
    /// Copied when they differ from those shown.
    void set_overview(std::span<const WaveformColumn> columns, double loaded_share);
    /// 0: no track.
    void set_duration(double duration_s);
    void set_position(double position_s);
    /// Where the pointer is, to show the time there.
    void set_hover(std::optional<double> position_s);

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;

    /// From 0 to the duration.
    [[nodiscard]] double time_at(float x) const noexcept;
    [[nodiscard]] float x_of(double position_s) const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
