// The newest waveform, standing still: each picture begins where the signal rises through zero.
#pragma once

#include <memory>
#include <span>

#include "attacca/base/audio_block.h"
#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

/// Shows the mean of the channels; full scale is 1.
///
/// Threads    One at a time.
/// Real time  `add` never allocates, `draw` not once warm.
/// Failure    Samples that are not finite are silent.
class OscilloscopeView {
public:
    explicit OscilloscopeView(PixelOrder order = PixelOrder::rgba);
    ~OscilloscopeView();
    OscilloscopeView(OscilloscopeView&&) noexcept;
    OscilloscopeView& operator=(OscilloscopeView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    /// Forgets what was heard. Requires more than 0.
    void set_sample_rate(double sample_rate);
    /// How much time the plot is wide: 1 to 100 ms, 20 at first.
    void set_span_ms(double span_ms);
    /// The newest frames; those before are kept as far as the plot needs them.
    void add(ConstAudioBlock block) noexcept;
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
