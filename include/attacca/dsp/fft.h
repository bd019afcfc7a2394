// Fourier transforms of real and complex signals, in single precision.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

#include "attacca/base/result.h"

namespace attacca::kernels {
struct FftPlan;
}

namespace attacca::dsp {

inline constexpr std::size_t kMaxFftLength = std::size_t{1} << 22;

/// The transform of a real signal: `length` values to `bins()` = length / 2 + 1 complex ones, and back.
///
/// Units      Bin k lies at k · sample_rate / length. Forward does not scale: a sine of amplitude 1 that falls on a
///            bin gives length / 2 there. `inverse` undoes `forward`.
/// Threads    Immutable: any number of threads may share one, each with its own work memory.
/// Real time  Everything but `create`.
/// Failure    `create` refuses lengths other than even products of 2, 3 and 5 up to kMaxFftLength, and names the
///            nearest that are.
/// Accuracy   Relative error against double precision below 1e-6 · log2(length); 1.3e-7 in practice.
class RealFft {
public:
    [[nodiscard]] static Result<RealFft> create(std::size_t length);
    ~RealFft();
    RealFft(RealFft&&) noexcept;
    RealFft& operator=(RealFft&&) noexcept;

    [[nodiscard]] std::size_t length() const noexcept;
    [[nodiscard]] std::size_t bins() const noexcept;
    /// Floats of work memory that a call needs. An AlignedBuffer of them is fastest.
    [[nodiscard]] std::size_t work_size() const noexcept;

    // All require spans of exactly these sizes, and work_size() floats that overlap nothing else. Output may start
    // where the input does.

    void forward(std::span<const float> signal, std::span<std::complex<float>> bins,
                 std::span<float> work) const noexcept;
    /// The imaginary parts of the first and the last bin are taken as 0.
    void inverse(std::span<const std::complex<float>> bins, std::span<float> signal,
                 std::span<float> work) const noexcept;
    /// The squared magnitudes of what `forward` gives, faster.
    void power(std::span<const float> signal, std::span<float> bins, std::span<float> work) const noexcept;
    /// The same of signal · window, faster than two passes over the signal.
    void windowed_power(std::span<const float> signal, std::span<const float> window, std::span<float> bins,
                        std::span<float> work) const noexcept;

private:
    explicit RealFft(std::unique_ptr<const kernels::FftPlan> plan);
    std::unique_ptr<const kernels::FftPlan> plan_;
};

/// The transform of a complex signal; everything as for RealFft, any length that is a product of 2, 3 and 5.
class ComplexFft {
public:
    [[nodiscard]] static Result<ComplexFft> create(std::size_t length);
    ~ComplexFft();
    ComplexFft(ComplexFft&&) noexcept;
    ComplexFft& operator=(ComplexFft&&) noexcept;

    [[nodiscard]] std::size_t length() const noexcept;
    [[nodiscard]] std::size_t work_size() const noexcept;

    void forward(std::span<const std::complex<float>> signal, std::span<std::complex<float>> bins,
                 std::span<float> work) const noexcept;
    void inverse(std::span<const std::complex<float>> bins, std::span<std::complex<float>> signal,
                 std::span<float> work) const noexcept;

private:
    explicit ComplexFft(std::unique_ptr<const kernels::FftPlan> plan);
    std::unique_ptr<const kernels::FftPlan> plan_;
};

}  // namespace attacca::dsp
