#include "attacca/dsp/fft.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "attacca/kernels/fft.h"

namespace attacca::dsp {
namespace {

bool real_length_supported(std::size_t length) {
    return length % 2 == 0 && length <= kMaxFftLength && kernels::fft_length_supported(length / 2);
}

bool complex_length_supported(std::size_t length) {
    return length <= kMaxFftLength && kernels::fft_length_supported(length);
}

/// Names the nearest lengths below and above that are supported.
Error refusal(std::size_t length, bool (*supported)(std::size_t), const std::string& what_is) {
    std::string nearest;
    for (std::size_t below = std::min(length, kMaxFftLength + 1); below > 1;) {
        if (!supported(--below)) continue;
        nearest = std::to_string(below);
        break;
    }
    for (std::size_t above = length + 1; above <= kMaxFftLength; ++above) {
        if (!supported(above)) continue;
        nearest += (nearest.empty() ? "" : " and ") + std::to_string(above);
        break;
    }
    return {ErrorCode::invalid_argument, "no Fourier transform of length " + std::to_string(length) +
                                             ": supported are " + what_is + " up to " + std::to_string(kMaxFftLength) +
                                             "; nearest: " + nearest};
}

}  // namespace

RealFft::RealFft(std::unique_ptr<const kernels::FftPlan> plan) : plan_(std::move(plan)) {}
RealFft::~RealFft() = default;
RealFft::RealFft(RealFft&&) noexcept = default;
RealFft& RealFft::operator=(RealFft&&) noexcept = default;

Result<RealFft> RealFft::create(std::size_t length) {
    if (!real_length_supported(length)) {
        return fail(refusal(length, real_length_supported, "even products of 2, 3 and 5"));
    }
    return RealFft(std::make_unique<const kernels::FftPlan>(kernels::make_fft_plan(length / 2)));
}

std::size_t RealFft::length() const noexcept { return 2 * plan_->length; }
std::size_t RealFft::bins() const noexcept { return plan_->length + 1; }
std::size_t RealFft::work_size() const noexcept { return plan_->work_size(); }

void RealFft::forward(std::span<const float> signal, std::span<std::complex<float>> bins_out,
                      std::span<float> work) const noexcept {
    assert(signal.size() == length() && bins_out.size() == bins() && work.size() >= work_size());
    kernels::real_fft_forward(*plan_, signal.data(), bins_out.data(), work.data());
}

void RealFft::inverse(std::span<const std::complex<float>> bins_in, std::span<float> signal,
                      std::span<float> work) const noexcept {
    assert(signal.size() == length() && bins_in.size() == bins() && work.size() >= work_size());
    kernels::real_fft_inverse(*plan_, bins_in.data(), signal.data(), work.data());
}

void RealFft::power(std::span<const float> signal, std::span<float> bins_out, std::span<float> work) const noexcept {
    assert(signal.size() == length() && bins_out.size() == bins() && work.size() >= work_size());
    kernels::real_fft_power(*plan_, signal.data(), bins_out.data(), work.data());
}

void RealFft::windowed_power(std::span<const float> signal, std::span<const float> window, std::span<float> bins_out,
                             std::span<float> work) const noexcept {
    assert(signal.size() == length() && window.size() == length() && bins_out.size() == bins() &&
           work.size() >= work_size());
    kernels::real_fft_power(*plan_, signal.data(), window.data(), bins_out.data(), work.data());
}

ComplexFft::ComplexFft(std::unique_ptr<const kernels::FftPlan> plan) : plan_(std::move(plan)) {}
ComplexFft::~ComplexFft() = default;
ComplexFft::ComplexFft(ComplexFft&&) noexcept = default;
ComplexFft& ComplexFft::operator=(ComplexFft&&) noexcept = default;

Result<ComplexFft> ComplexFft::create(std::size_t length) {
    if (!complex_length_supported(length)) {
        return fail(refusal(length, complex_length_supported, "products of 2, 3 and 5"));
    }
    return ComplexFft(std::make_unique<const kernels::FftPlan>(kernels::make_fft_plan(length)));
}

std::size_t ComplexFft::length() const noexcept { return plan_->length; }
std::size_t ComplexFft::work_size() const noexcept { return plan_->work_size(); }

void ComplexFft::forward(std::span<const std::complex<float>> signal, std::span<std::complex<float>> bins,
                         std::span<float> work) const noexcept {
    assert(signal.size() == length() && bins.size() == length() && work.size() >= work_size());
    kernels::fft_forward(*plan_, signal.data(), bins.data(), work.data());
}

void ComplexFft::inverse(std::span<const std::complex<float>> bins, std::span<std::complex<float>> signal,
                         std::span<float> work) const noexcept {
    assert(signal.size() == length() && bins.size() == length() && work.size() >= work_size());
    kernels::fft_inverse(*plan_, bins.data(), signal.data(), work.data());
}

}  // namespace attacca::dsp
