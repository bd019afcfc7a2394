// Plays faster or slower, with the pitch kept or following.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "attacca/base/result.h"

namespace attacca::dsp {

/// What the pitch does when the speed changes.
enum class PitchMode { keep, follow };

struct TimeStretchSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    double speed = 1.0;  ///< 0.25 to 4.
    PitchMode pitch = PitchMode::keep;
};

/// A streaming speed changer. After `finish` the output has round(input frames / speed) frames. Where the pitch
/// follows, each stands at its exact instant; where it is kept, content wanders about its instant by half a piece of
/// SoundTouch's (10 ms at speed 1.05, 20 at 2, 80 at 0.5). Speed 1 copies bit for bit.
///
/// Threads    One at a time; not for the audio callback: it belongs to the decoder thread.
class TimeStretch {
public:
    [[nodiscard]] static Result<TimeStretch> create(const TimeStretchSpec& spec);
    ~TimeStretch();
    TimeStretch(TimeStretch&&) noexcept;
    TimeStretch& operator=(TimeStretch&&) noexcept;

    /// Takes all of `input`.
    void write(std::span<const float> interleaved);

    /// Moves out what is ready, at most the span's worth; returns frames.
    std::size_t read(std::span<float> interleaved);

    /// After the last `write`: the rest becomes readable.
    void finish();

    /// As new.
    void reset();

private:
    struct State;
    explicit TimeStretch(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::dsp
