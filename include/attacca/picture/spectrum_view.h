// The running spectrum, and over it an equalizer whose bands can be taken hold of.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "attacca/dsp/equalizer_settings.h"
#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

enum class SpectrumStyle { bars, line, filled, circular };

/// What the plot's edges stand for. Frequencies are spread by their logarithm.
struct SpectrumAxes {
    double lowest_hz = 20.0;
    double highest_hz = 20000.0;
    double top_db = 0.0;
    double bottom_db = -96.0;
    friend bool operator==(const SpectrumAxes&, const SpectrumAxes&) = default;
};

enum class Engagement { engaged, bypassed };

/// An equalizer to lay over the spectrum, and what the pointer or the keys do with it.
struct EqualizerCurve {
    dsp::EqualizerSettings settings;
    double sample_rate = 48000.0;
    Engagement engagement = Engagement::engaged;
    std::optional<std::size_t> selected;  ///< A band.
    std::optional<std::size_t> hovered;   ///< A band.
    friend bool operator==(const EqualizerCurve&, const EqualizerCurve&) = default;
};

/// Draws bars, a line or a filled curve over a logarithmic axis, or a ring of bars.
///
/// Units      Levels in dBFS, places in pixels of the canvas.
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once it has drawn each style and text in use. A frame in which only levels moved
///            costs the pixels between their old and new places: grid, labels and equalizer lie in layers drawn before.
/// Failure    Levels that are not finite lie at the bottom; bands that cannot be designed have no curve.
class SpectrumView {
public:
    explicit SpectrumView(PixelOrder order = PixelOrder::rgba);
    ~SpectrumView();
    SpectrumView(SpectrumView&&) noexcept;
    SpectrumView& operator=(SpectrumView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    void set_style(SpectrumStyle style);
    void set_axes(const SpectrumAxes& axes);
    /// Any number of levels, evenly spread over the logarithm of frequency from edge to edge, as SpectrumAnalyzer's
    /// bars are, and their held peaks, or none. No levels: nothing sounds.
    void set_levels(std::span<const float> levels_db, std::span<const float> peaks_db);
    /// Not shown in the circular style.
    void set_equalizer(const EqualizerCurve& curve);
    void clear_equalizer();

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;

    /// Where levels and curves are drawn.
    [[nodiscard]] PixelBox plot() const noexcept;
    [[nodiscard]] double frequency_at(float x) const noexcept;
    [[nodiscard]] float x_of(double frequency_hz) const noexcept;
    /// On the equalizer's axis.
    [[nodiscard]] double gain_at(float y) const noexcept;
    [[nodiscard]] float y_of(double gain_db) const noexcept;
    /// The equalizer's axis reaches from minus this to plus this: 12 dB, or 24 when the settings reach farther.
    [[nodiscard]] double gain_range_db() const noexcept;
    /// The band whose handle is at this place, or near enough to be meant; the selected one before others.
    [[nodiscard]] std::optional<std::size_t> handle_at(Point place) const noexcept;
    /// The center of a band's handle. Requires a band of the equalizer shown.
    [[nodiscard]] Point handle(std::size_t band) const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
