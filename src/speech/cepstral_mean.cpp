#include "speech/cepstral_mean.h"

namespace attacca::speech {

CepstralMean::CepstralMean(const Spec& spec)
    : sums_(spec.assumed.begin(), spec.assumed.end()),
      frames_(spec.assumed_frames),
      memory_frames_(spec.memory_frames) {
    for (double& sum : sums_) sum *= frames_;
}

void CepstralMean::add(std::span<const float> frame) noexcept {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += frame[i];
    frames_ += 1.0;
    if (frames_ <= memory_frames_) return;
    for (double& sum : sums_) sum *= memory_frames_ / frames_;
    frames_ = memory_frames_;
}

void CepstralMean::subtract_from(std::span<float> frame) const noexcept {
    for (std::size_t i = 0; i < sums_.size(); ++i) frame[i] -= static_cast<float>(sums_[i] / frames_);
}

}  // namespace attacca::speech
