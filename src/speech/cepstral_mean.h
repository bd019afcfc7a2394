// The mean spectrum of a voice and its microphone, which recognizers take away from what they hear.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace attacca::speech {

/// A running mean that begins with an assumption, as if that had been heard for some frames, and forgets slowly.
class CepstralMean {
public:
    struct Spec {
        std::vector<float> assumed;     ///< Its size is that of the frames.
        double assumed_frames = 100.0;  ///< How much it weighs.
        double memory_frames = 800.0;   ///< How much of the past weighs at most.
    };

    explicit CepstralMean(const Spec& spec);

    /// Requires the spec's size.
    void add(std::span<const float> frame) noexcept;

    void subtract_from(std::span<float> frame) const noexcept;

private:
    std::vector<double> sums_;
    double frames_;
    double memory_frames_;
};

}  // namespace attacca::speech
