// A tuner: a needle over the cents around the nearest note.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

/// The note's name, frequency and cents in figures; the needle from -50 to +50 cents; green within 5.
///
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once warm.
/// Failure    A frequency that is not finite or not above 0 counts as none.
class TunerView {
public:
    explicit TunerView(PixelOrder order = PixelOrder::rgba);
    ~TunerView();
    TunerView(TunerView&&) noexcept;
    TunerView& operator=(TunerView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    /// What concert A is tuned to. Requires more than 0.
    void set_a4_hz(double a4_hz);
    /// What sounds, or nothing: then the needle fades and the last note stays, dimmed.
    void set_frequency(std::optional<double> frequency_hz);

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
