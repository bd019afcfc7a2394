#ifdef ATTACCA_HAS_POCKETSPHINX

#include "speech/pocketsphinx_cepstra.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "attacca/kernels/convert.h"

namespace attacca::speech {
namespace {

constexpr std::size_t kBlock = 1600;      ///< Samples at a time: 100 ms.
constexpr std::size_t kBlockFrames = 16;  ///< As many frames at most come of them.

/// What the model's makers found: thirteen numbers with commas between.
CepstralMean mean_of(const char* numbers, std::size_t size, double assumed_frames) {
    CepstralMean::Spec spec{.assumed_frames = assumed_frames};
    while (numbers != nullptr && *numbers != '\0' && spec.assumed.size() < size) {
        char* end = nullptr;
        spec.assumed.push_back(std::strtof(numbers, &end));
        if (end == numbers) break;
        numbers = *end == ',' ? end + 1 : end;
    }
    spec.assumed.resize(size, 0.0F);
    return CepstralMean(spec);
}

}  // namespace

PocketSphinxCepstra::PocketSphinxCepstra(const PocketSphinxLibrary& library, cmd_ln_t* configuration, const Spec& spec)
    : library_(library),
      front_(library.fe_init_auto_r(configuration)),
      size_(front_ == nullptr ? 0 : static_cast<std::size_t>(library.fe_get_output_size(front_))),
      held_frames_(spec.held_frames),
      mean_of_model_(mean_of(library.cmd_ln_str_r(configuration, "-cmninit"), size_, spec.assumed_frames)),
      mean_(mean_of_model_),
      mean_before_(mean_) {}

PocketSphinxCepstra::~PocketSphinxCepstra() {
    if (front_ != nullptr) library_.fe_free(front_);
}

void PocketSphinxCepstra::begin() {
    library_.fe_start_stream(front_);
    library_.fe_start_utt(front_);
    mean_before_ = mean_;
    held_.clear();
    holding_ = true;
}

void PocketSphinxCepstra::take(std::span<const float> samples, const Sink& sink) {
    std::array<std::int16_t, kBlock> block{};
    std::vector<float> frames(kBlockFrames * size_);
    std::array<mfcc_t*, kBlockFrames> rows{};
    for (std::size_t i = 0; i < kBlockFrames; ++i) rows[i] = frames.data() + i * size_;
    while (!samples.empty()) {
        std::size_t left = std::min(samples.size(), kBlock);
        kernels::f32_to_i16(samples.data(), block.data(), left);
        samples = samples.subspan(left);
        const std::int16_t* next = block.data();
        int32 count = kBlockFrames;
        int32 first = 0;
        while (left > 0 && library_.fe_process_frames(front_, &next, &left, rows.data(), &count, &first) >= 0) {
            for (int32 i = 0; i < count; ++i) hear({rows[static_cast<std::size_t>(i)], size_}, sink);
            if (count == 0) break;
            count = kBlockFrames;
        }
    }
}

void PocketSphinxCepstra::end(const Sink& sink) { release(sink); }

void PocketSphinxCepstra::hear(std::span<const float> frame, const Sink& sink) {
    // Digital silence is no part of a voice, and its logarithm is far from all that is.
    if (frame.front() > 0.0F) mean_.add(frame);
    if (!holding_) return send(frame, sink);
    held_.insert(held_.end(), frame.begin(), frame.end());
    if (held_.size() >= held_frames_ * size_) release(sink);
}

void PocketSphinxCepstra::release(const Sink& sink) {
    for (std::size_t at = 0; holding_ && at < held_.size(); at += size_) send({held_.data() + at, size_}, sink);
    holding_ = false;
}

void PocketSphinxCepstra::send(std::span<const float> frame, const Sink& sink) {
    sent_.assign(frame.begin(), frame.end());
    mean_.subtract_from(sent_);
    sink(sent_);
}

}  // namespace attacca::speech

#endif
