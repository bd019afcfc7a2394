// The discrete Fourier transform: the tables of one length, and the transforms that use them.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "attacca/base/aligned_buffer.h"

namespace attacca::kernels {

// Threads    Any: a plan never changes once made; each call has work memory of its own.
// Real time  All but making a plan. No alignment needed.

struct FftPlan;

/// What one CPU path brings. A plan keeps the path it was made for: forcing another concerns later plans.
struct FftPath {
    std::size_t lanes = 1;
    void (*complex_forward)(const FftPlan&, const std::complex<float>*, std::complex<float>*, float* work) = nullptr;
    void (*complex_inverse)(const FftPlan&, const std::complex<float>*, std::complex<float>*, float* work) = nullptr;
    void (*real_forward)(const FftPlan&, const float*, std::complex<float>*, float* work) = nullptr;
    void (*real_inverse)(const FftPlan&, const std::complex<float>*, float*, float* work) = nullptr;
    void (*real_power)(const FftPlan&, const float*, float*, float* work) = nullptr;
    void (*real_power_windowed)(const FftPlan&, const float*, const float* window, float*, float* work) = nullptr;
};

/// A complex transform of `length` runs as `lanes` interleaved transforms of `length / lanes`, one to a SIMD lane:
/// their butterflies are all vertical, and after the first pass all work in place. A last pass turns lanes into rows
/// and joins them; bins that mirror one another meet there, so a real transform of 2·length is taken apart on the way
/// out.
struct FftPlan {
    std::size_t length = 0;  ///< Of the complex transform.
    std::size_t lanes = 1;
    std::vector<std::size_t> radices;        ///< Of the passes, in order; their product is length / lanes.
    std::vector<std::uint32_t> input_order;  ///< Where the first pass puts the elements it reads together.
    AlignedBuffer<float> pass_twiddles;
    AlignedBuffer<float> lane_twiddles;  ///< In the order in which the last pass reads them, like the next two.
    AlignedBuffer<float> real_twiddles;
    AlignedBuffer<float> column_twiddles;
    AlignedBuffer<float> mirror_twiddles_re, mirror_twiddles_im;  ///< Of a real inverse.
    FftPath path;

    /// Floats of work memory that a call needs.
    [[nodiscard]] std::size_t work_size() const noexcept { return 4 * length; }
};

/// Whether `length` is a product of twos, threes and fives.
[[nodiscard]] bool fft_length_supported(std::size_t length) noexcept;

/// For complex transforms of `length` and real ones of 2·length.
/// Requires fft_length_supported(length) and at most 2^24.
[[nodiscard]] FftPlan make_fft_plan(std::size_t length);

// Every transform may have its output where its input is. The inverse undoes the forward transform: it divides.
// Accuracy   Relative error against double precision below 1e-6·log2(length).

inline void fft_forward(const FftPlan& plan, const std::complex<float>* in, std::complex<float>* out, float* work) {
    plan.path.complex_forward(plan, in, out, work);
}
inline void fft_inverse(const FftPlan& plan, const std::complex<float>* in, std::complex<float>* out, float* work) {
    plan.path.complex_inverse(plan, in, out, work);
}

/// 2·length real values to the length + 1 bins from 0 to half the sample rate.
inline void real_fft_forward(const FftPlan& plan, const float* in, std::complex<float>* out, float* work) {
    plan.path.real_forward(plan, in, out, work);
}
/// Back again; the imaginary parts of the first and last bin are taken as 0.
inline void real_fft_inverse(const FftPlan& plan, const std::complex<float>* in, float* out, float* work) {
    plan.path.real_inverse(plan, in, out, work);
}
/// The squared magnitudes of the bins, without storing the bins.
inline void real_fft_power(const FftPlan& plan, const float* in, float* power, float* work) {
    plan.path.real_power(plan, in, power, work);
}
/// The same of in · window.
inline void real_fft_power(const FftPlan& plan, const float* in, const float* window, float* power, float* work) {
    plan.path.real_power_windowed(plan, in, window, power, work);
}

}  // namespace attacca::kernels
