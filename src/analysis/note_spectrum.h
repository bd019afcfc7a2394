// What notes are looked for in: the newest sound on a scale of pitch, every 10 ms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/note_decimator.h"
#include "attacca/base/aligned_buffer.h"
#include "attacca/base/result.h"
#include "attacca/dsp/fft.h"

namespace attacca::analysis {

inline constexpr std::size_t kPitchBins = 320;  ///< Three a semitone.
inline constexpr std::size_t kBinsPerSemitone = 3;
inline constexpr double kLowestBinMidi = 19.0;
inline constexpr std::size_t kFlashBins = 92;  ///< One a semitone.
inline constexpr double kLowestFlashMidi = 32.0;
using PitchSpectrum = std::array<float, kPitchBins>;

/// The bin nearest to a pitch, which may lie outside of the spectrum.
[[nodiscard]] int pitch_bin(double midi) noexcept;

/// Powers on a scale of pitch that hangs on A4; a full-scale sine has 1 in its bin. High pitches are seen through short
/// windows, low ones through long ones; all windows end now, and rise for three quarters of their length, so that the
/// newest sound counts most; the lowest pitches are seen at an eighth of the rate, 7 ms late. Beside them the *flash*:
/// 32 ms over all pitches, in which onsets stand out.
class NoteSpectrum {
public:
    /// Requires a rate from 8 to 32 kHz.
    [[nodiscard]] static Result<NoteSpectrum> create(double sample_rate, double a4_hz);

    /// Takes samples up to the end of the hop; returns how many. When none is left of it, `powers` and `flash` are of
    /// now. Requires HalfRate::kLongest at most.
    std::size_t take(std::span<const float> samples) noexcept;
    [[nodiscard]] bool hop_complete() const noexcept { return left_of_hop_ == hop_; }
    [[nodiscard]] std::span<const float, kPitchBins> powers() const noexcept { return powers_; }
    [[nodiscard]] std::span<const float, kFlashBins> flash() const noexcept { return flash_; }
    [[nodiscard]] std::size_t hop() const noexcept { return hop_; }

    void set_a4(double a4_hz) noexcept;
    void reset() noexcept;

    /// Adds what a sine of `power` shows in each bin, the phase between neighbors left out.
    void add_sine(double hz, double power, std::span<float, kPitchBins> powers) const noexcept;

private:
    static constexpr std::size_t kWindows = 5;  ///< Four by pitch, then the flash's.
    static constexpr std::size_t kMostSpread = 64;
    static constexpr std::size_t kHalvings = 3;
    static constexpr int kLobeSteps = 16;  ///< To a bin.
    static constexpr int kLobeBins = 8;

    struct Window {
        Window(dsp::RealFft transform, std::size_t halvings, double rate, bool rises_slowly);
        std::size_t halvings;  ///< Of the rate.
        double rate;
        dsp::RealFft fft;
        AlignedBuffer<float> shape, powers, work;
        std::vector<float> lobe;  ///< Power by distance in steps.
    };
    /// The newest samples at one rate.
    struct History {
        explicit History(std::size_t its_length) : length(its_length), samples(4 * its_length) { reset(); }
        void append(std::span<const float> more) noexcept;
        void reset() noexcept;
        [[nodiscard]] std::span<const float> newest(std::size_t count) const noexcept {
            return samples.span().subspan(filled - count, count);
        }
        std::size_t length;
        AlignedBuffer<float> samples;
        std::size_t filled = 0;
    };
    struct Spread {  ///< Where a bin of pitch finds its power.
        std::size_t window = 0, first = 0, count = 0;
        std::array<float, kMostSpread> weights{};
    };

    NoteSpectrum(double sample_rate, std::vector<Window> windows);
    void lay(Spread& spread, std::size_t window, double hz, double width) const noexcept;
    void analyze() noexcept;

    double sample_rate_;
    double a4_hz_ = 440.0;
    std::size_t hop_;
    std::vector<Window> windows_;
    std::vector<Spread> spreads_, flash_spreads_;
    std::array<HalfRate, kHalvings> halvers_;
    std::vector<History> histories_;  ///< By halvings.
    std::size_t left_of_hop_ = 0;
    PitchSpectrum powers_{};
    std::array<float, kFlashBins> flash_{};
};

}  // namespace attacca::analysis
