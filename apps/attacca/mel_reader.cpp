#include "mel_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::app {
namespace {

constexpr std::size_t kResampledFrames = 8192;

/// A float file may hold anything; a resampler would spread one NaN over all that follows.
std::uint64_t silence_unusable(std::span<float> samples) noexcept {
    constexpr float kLargest = 1e6F;
    std::uint64_t rejected = 0;
    for (float& sample : samples) {
        if (std::abs(sample) <= kLargest) continue;
        sample = 0.0F;
        ++rejected;
    }
    return rejected;
}

}  // namespace

MelReader::MelReader(const MelReaderSpec& spec, SoundSection section, analysis::LogMel mel, dsp::Resampler resampler)
    : section_(std::move(section)),
      mel_(std::move(mel)),
      resampler_(std::move(resampler)),
      to_mono_(kernels::mix_matrix(section_.info().channels, 1)),
      resampled_(kResampledFrames) {
    features_.bins = mel_.bins();
    if (spec.window_s) {
        const double frames = *spec.window_s * analysis::kLogMelRate / static_cast<double>(mel_.hop_samples());
        window_frames_ = static_cast<std::size_t>(std::max(1LL, std::llround(frames)));
    }
}

Result<MelReader> MelReader::open(const MelReaderSpec& spec, const std::stop_token& stop) {
    auto mel = analysis::LogMel::create(spec.mel);
    if (!mel) return fail(mel.error());
    auto section = SoundSection::open(spec.section, stop);
    if (!section) return fail(section.error());
    auto resampler = dsp::Resampler::create({.input_rate = static_cast<double>(section->info().sample_rate),
                                             .output_rate = analysis::kLogMelRate,
                                             .channels = 1});
    if (!resampler) return fail(ErrorCode::unsupported, spec.section.source + ": " + resampler.error().detail);
    return MelReader(spec, *std::move(section), *std::move(mel), *std::move(resampler));
}

Result<MelFeatures> MelReader::read(const Progress& progress, const std::stop_token& stop) {
    std::uint64_t frames = 0;
    for (;;) {
        const auto block = section_.read(stop);
        if (!block) return fail(block.error());
        if (block->empty()) break;
        take_block(*block);
        frames += block->size() / section_.info().channels;
        progress(static_cast<double>(frames) / section_.info().sample_rate);
    }
    finish();
    return std::move(features_);
}

void MelReader::take_block(std::span<float> interleaved) {
    features_.rejected_samples += silence_unusable(interleaved);
    const std::size_t channels = section_.info().channels;
    std::span<const float> mono = interleaved;
    if (channels > 1) {
        mono_.resize(interleaved.size() / channels);
        kernels::mix_channels(to_mono_, interleaved.data(), mono_.size(), mono_.data());
        mono = mono_;
    }
    while (!mono.empty()) {
        const auto progress = resampler_.process(mono, resampled_);
        take_samples(std::span<const float>(resampled_).first(progress.produced_frames));
        mono = mono.subspan(progress.consumed_frames);
    }
}

void MelReader::take_samples(std::span<const float> samples) {
    auto& values = features_.values;
    const std::size_t before = values.size();
    values.resize(before + mel_.frames_after(samples.size()) * mel_.bins());
    mel_.process(samples, std::span(values).subspan(before));
    features_.samples += samples.size();
}

void MelReader::finish() {
    while (const std::size_t frames = resampler_.finish(resampled_)) {
        take_samples(std::span<const float>(resampled_).first(frames));
    }
    auto& values = features_.values;
    const std::size_t before = values.size();
    values.resize(before + mel_.frames_at_finish() * mel_.bins());
    mel_.finish(std::span(values).subspan(before));

    const std::size_t window = window_frames_ ? *window_frames_ * mel_.bins() : values.size();
    for (std::size_t first = 0; first < values.size(); first += window) {
        mel_.close_window(std::span(values).subspan(first, std::min(window, values.size() - first)));
    }
}

}  // namespace attacca::app
