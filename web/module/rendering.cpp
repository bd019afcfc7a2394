// A file through the same plan as `attacca render`, as fast as it goes, and its samples as a WAV file stores them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#include "attacca/base/aligned_buffer.h"
#include "attacca/engine/nodes.h"
#include "attacca/engine/plan.h"
#include "attacca/kernels/dither.h"
#include "attacca/kernels/interleave.h"
#include "module/band_exchange.h"

namespace attacca::web {
namespace {

constexpr std::size_t kMostFrames = 4096;
constexpr std::size_t kMostChannels = 8;

enum class WavFormat { i16, i24, f32 };

struct Rendering {
    std::unique_ptr<engine::Plan> plan = std::make_unique<engine::Plan>();
    std::size_t channels = 2;
    WavFormat format = WavFormat::i16;
    std::size_t frames_to_skip = 0;  ///< What the plan's latency put before the first frame.
    std::uint32_t samples_written = 0;
    AlignedBuffer<float> planar{kMostFrames * kMostChannels};
    AlignedBuffer<float> block{kMostFrames * kMostChannels};
    AlignedBuffer<std::uint8_t> bytes{kMostFrames * kMostChannels * sizeof(float)};
};

std::optional<Rendering>& the_rendering() noexcept {
    static std::optional<Rendering> rendering;
    return rendering;
}

std::size_t bytes_per_sample(WavFormat format) noexcept {
    return format == WavFormat::i16 ? 2 : format == WavFormat::i24 ? 3 : 4;
}

std::size_t store(Rendering& rendering, ConstAudioBlock block) noexcept {
    const std::size_t samples = block.samples().size();
    std::uint8_t* bytes = rendering.bytes.data();
    switch (rendering.format) {
        case WavFormat::i16:
            kernels::f32_to_i16_dithered(block.data(), reinterpret_cast<std::int16_t*>(bytes), samples,
                                         rendering.samples_written);
            break;
        case WavFormat::i24:
            kernels::f32_to_i24_dithered(block.data(), bytes, samples, rendering.samples_written);
            break;
        case WavFormat::f32:
            std::memcpy(bytes, block.data(), samples * sizeof(float));
            break;
    }
    rendering.samples_written += static_cast<std::uint32_t>(samples);
    return samples * bytes_per_sample(rendering.format);
}

std::size_t run(Rendering& rendering, AudioBlock block) noexcept {
    rendering.plan->process(block);
    const std::size_t skipped = std::min(rendering.frames_to_skip, block.frames());
    rendering.frames_to_skip -= skipped;
    return store(rendering, block.subblock(skipped, block.frames() - skipped));
}

}  // namespace

extern "C" {

/// With the settings in bands(). `format` 0: 16 bits, dithered; 1: 24 bits, dithered; 2: 32-bit float.
/// Returns the plan's latency in frames, that `render_silence` has to push through at the end.
[[clang::export_name("render_open")]] std::size_t render_open(double sample_rate, std::size_t channels, double gain_db,
                                                              int limiter, int format) {
    Rendering& rendering = the_rendering().emplace();
    rendering.channels = channels;
    rendering.format = static_cast<WavFormat>(format);
    engine::Plan& plan = *rendering.plan;
    const dsp::EqualizerSettings& settings = read_bands();
    if (!settings.bands.empty() || settings.preamp_db != 0.0) {
        plan.add<engine::EqualizerNode>(dsp::EqualizerSpec{.sample_rate = sample_rate, .channels = channels})
            .set(settings);
    }
    if (gain_db != 0.0)
        plan.add<engine::GainNode>(engine::GainNode::Spec{.sample_rate = sample_rate, .gain_db = gain_db});
    if (limiter != 0) {
        plan.add<engine::LimiterNode>(dsp::LimiterSpec{.sample_rate = sample_rate, .channels = channels},
                                      dsp::Limiter::Mode::on);
    }
    rendering.frames_to_skip = plan.latency_frames();
    return rendering.frames_to_skip;
}

/// An array of 4096 samples for each channel.
[[clang::export_name("render_input")]] float* render_input() { return the_rendering()->planar.data(); }

/// Returns how many bytes render_output() holds.
[[clang::export_name("render_process")]] std::size_t render_process(std::size_t frames) {
    Rendering& rendering = *the_rendering();
    std::array<const float*, kMostChannels> planes{};
    for (std::size_t i = 0; i < rendering.channels; ++i) planes[i] = rendering.planar.data() + i * kMostFrames;
    kernels::interleave(planes.data(), rendering.channels, frames, rendering.block.data());
    return run(rendering, {rendering.block.span().first(frames * rendering.channels), rendering.channels});
}

/// The same with silence, 4096 frames at most.
[[clang::export_name("render_silence")]] std::size_t render_silence(std::size_t frames) {
    Rendering& rendering = *the_rendering();
    const auto samples = rendering.block.span().first(frames * rendering.channels);
    std::ranges::fill(samples, 0.0F);
    return run(rendering, {samples, rendering.channels});
}

[[clang::export_name("render_output")]] const std::uint8_t* render_output() { return the_rendering()->bytes.data(); }
}

}  // namespace attacca::web
