// Notes over time: pitch upward, black keys' rows darker, loud notes bright.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

struct RollNote {
    double onset_s = 0.0;
    double offset_s = 0.0;
    int midi_pitch = 60;     ///< 0 to 127.
    float velocity = 64.0F;  ///< 1 to 127.
    friend bool operator==(const RollNote&, const RollNote&) = default;
};

/// What the plot's edges stand for.
struct RollWindow {
    double begin_s = 0.0;
    double duration_s = 10.0;  ///< More than 0.
    friend bool operator==(const RollWindow&, const RollWindow&) = default;
};

/// Lowest and highest pitch shown: 0 to 127, at least an octave.
struct PitchRange {
    int lowest = 36;
    int highest = 84;
    friend bool operator==(const PitchRange&, const PitchRange&) = default;
};

/// A whole file, or the last seconds of what is heard, when the window is moved along.
///
/// Threads    One at a time.
/// Real time  `draw` allocates nothing once warm.
/// Failure    Notes whose times are not finite, or whose pitch is none, are not drawn.
class PianoRollView {
public:
    explicit PianoRollView(PixelOrder order = PixelOrder::rgba);
    ~PianoRollView();
    PianoRollView(PianoRollView&&) noexcept;
    PianoRollView& operator=(PianoRollView&&) noexcept;

    void resize(PictureSize size, float scale);
    void set_theme(ThemeName name);
    void set_window(const RollWindow& window);
    void set_pitches(const PitchRange& range);
    /// Copied when they differ from those shown. A note that still sounds ends at the playhead's time, or now.
    void set_notes(std::span<const RollNote> notes);
    /// Where the file is being played.
    void set_playhead(std::optional<double> position_s);

    /// Draws what has changed, and returns where; valid until the next call.
    std::span<const PixelBox> draw();
    [[nodiscard]] const Canvas& canvas() const noexcept;
    [[nodiscard]] PixelBox plot() const noexcept;
    [[nodiscard]] double time_at(float x) const noexcept;
    /// Where a note is drawn.
    [[nodiscard]] PixelBox box_of(const RollNote& note) const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The range of these notes and two beyond, two octaves at least, around middle C when there are none.
[[nodiscard]] PitchRange pitches_around(std::span<const RollNote> notes) noexcept;

}  // namespace attacca::picture
