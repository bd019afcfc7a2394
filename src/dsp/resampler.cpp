#include "attacca/dsp/resampler.h"

#include <soxr.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <string>

namespace attacca::dsp {
namespace {

constexpr double kLowestRate = 1000.0;
constexpr double kHighestRate = 1536000.0;
constexpr std::size_t kMaxChannels = 64;

struct DeleteSoxr {
    void operator()(soxr_t stream) const noexcept { soxr_delete(stream); }
};
using Soxr = std::unique_ptr<struct soxr, DeleteSoxr>;

Status check(const ResamplerSpec& spec) {
    for (const double rate : {spec.input_rate, spec.output_rate}) {
        if (rate >= kLowestRate && rate <= kHighestRate) continue;
        return fail(ErrorCode::invalid_argument, "cannot resample at " + std::to_string(rate) +
                                                     " Hz: the rate must be from 1000 to 1536000 Hz");
    }
    if (spec.channels >= 1 && spec.channels <= kMaxChannels) return {};
    return fail(ErrorCode::invalid_argument, "cannot resample " + std::to_string(spec.channels) +
                                                 " channels: there must be from 1 to 64");
}

}  // namespace

struct Resampler::State {
    [[nodiscard]] std::uint64_t length_of_output() const noexcept {
        return static_cast<std::uint64_t>(
            std::llround(static_cast<double>(consumed) * spec.output_rate / spec.input_rate));
    }
    Progress copy(std::span<const float> input, std::span<float> output) noexcept;

    ResamplerSpec spec;
    Soxr stream;  ///< None where the rates are equal.
    std::uint64_t consumed = 0;
    std::uint64_t produced = 0;
};

Resampler::Resampler(std::unique_ptr<State> state) : state_(std::move(state)) {}
Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;

Result<Resampler> Resampler::create(const ResamplerSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    auto state = std::make_unique<State>();
    state->spec = spec;
    if (spec.input_rate != spec.output_rate) {
        soxr_error_t error = nullptr;
        const soxr_io_spec_t samples = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
        // Very high quality costs half as much again and gains 16 dB below what a 20-bit converter resolves.
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
        const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);
        state->stream.reset(soxr_create(spec.input_rate, spec.output_rate, static_cast<unsigned>(spec.channels), &error,
                                        &samples, &quality, &one_thread));
        if (error != nullptr || !state->stream) {
            return fail(ErrorCode::unsupported, "cannot resample from " + std::to_string(spec.input_rate) + " to " +
                                                    std::to_string(spec.output_rate) +
                                                    " Hz: " + (error != nullptr ? error : "out of memory"));
        }
    }
    return Resampler(std::move(state));
}

Resampler::Progress Resampler::process(std::span<const float> input, std::span<float> output) {
    const std::size_t channels = state_->spec.channels;
    assert(input.size() % channels == 0 && output.size() % channels == 0);
    if (!state_->stream) return state_->copy(input, output);
    Progress progress;
    // A null input would end the stream, and an empty span may be null.
    if (!input.empty() || !output.empty()) {
        const float* samples = input.empty() ? output.data() : input.data();
        soxr_process(state_->stream.get(), samples, input.size() / channels, &progress.consumed_frames, output.data(),
                     output.size() / channels, &progress.produced_frames);
    }
    state_->consumed += progress.consumed_frames;
    state_->produced += progress.produced_frames;
    return progress;
}

std::size_t Resampler::finish(std::span<float> output) {
    const std::size_t channels = state_->spec.channels;
    const std::uint64_t length = state_->length_of_output();
    const std::uint64_t left = length > state_->produced ? length - state_->produced : 0;
    const std::size_t frames = static_cast<std::size_t>(std::min<std::uint64_t>(left, output.size() / channels));
    if (frames == 0) return 0;
    std::size_t drained = 0;
    if (state_->stream) soxr_process(state_->stream.get(), nullptr, 0, nullptr, output.data(), frames, &drained);
    // Where soxr rounds the length down, the last frame is silence.
    const auto missing = output.subspan(drained * channels, (frames - drained) * channels);
    std::fill(missing.begin(), missing.end(), 0.0F);
    state_->produced += frames;
    return frames;
}

void Resampler::reset() {
    state_->consumed = 0;
    state_->produced = 0;
    if (!state_->stream) return;
    soxr_clear(state_->stream.get());
}

Resampler::Progress Resampler::State::copy(std::span<const float> input, std::span<float> output) noexcept {
    const std::size_t samples = std::min(input.size(), output.size());
    std::copy_n(input.begin(), samples, output.begin());
    const std::size_t frames = samples / spec.channels;
    consumed += frames;
    produced += frames;
    return {.consumed_frames = frames, .produced_frames = frames};
}

}  // namespace attacca::dsp
