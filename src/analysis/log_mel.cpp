#include "attacca/analysis/log_mel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/window.h"
#include "attacca/kernels/log_mel.h"
#include "analysis/mel_filters.h"

namespace attacca::analysis {
namespace {

/// What lies beyond the ends of a stream.
enum class Edge { zeros, reflection };

struct Preset {
    LogMelPreset preset;
    std::string_view name;
    std::array<std::size_t, 2> bins;
    std::size_t window, hop;
    float emphasis;
    double lowest_hz, highest_hz;
    kernels::MelSpectrum spectrum;
    kernels::MelScale scale;
    Edge edge;
    std::size_t first_hop;   ///< The sample that the last hop of frame 0 begins with.
    std::size_t begin_size;  ///< Samples that must be known before frame 0 is made.
    std::size_t end_size;    ///< Values beyond the end that the last frame reaches.
};

// Lipsync: 8·(S + 100)/100 − 4 with S = 20·log10(x) − 20 is 1.6·log10(x) + 2.4.
constexpr std::array kPresets{Preset{LogMelPreset::lipsync,
                                     "lipsync",
                                     {80, 80},
                                     800,
                                     200,
                                     0.97F,
                                     55.0,
                                     7600.0,
                                     kernels::MelSpectrum::magnitude,
                                     {.floor = 1e-5F, .scale = 1.6F, .offset = 2.4F, .lowest = -4.0F, .highest = 4.0F},
                                     Edge::zeros,
                                     200,
                                     200,
                                     400},
                              Preset{LogMelPreset::whisper,
                                     "whisper",
                                     {80, 128},
                                     400,
                                     160,
                                     0.0F,
                                     0.0,
                                     8000.0,
                                     kernels::MelSpectrum::power,
                                     {.floor = 1e-10F, .scale = 1.0F, .offset = 0.0F},
                                     Edge::reflection,
                                     40,
                                     201,
                                     40}};

// Samples before the current hop that stay at hand: as many as come before the first one, or are reflected at the end.
constexpr std::size_t kKept = 256;

const Preset& definition(LogMelPreset preset) noexcept { return kPresets[preset == LogMelPreset::lipsync ? 0 : 1]; }

kernels::LogMelPlan make_plan(const Preset& preset, std::size_t bins) {
    const auto window = dsp::make_window({.kind = dsp::WindowKind::hann, .length = preset.window});
    const auto filters = mel_filters({.sample_rate = kLogMelRate,
                                      .fft_length = preset.window,
                                      .bins = bins,
                                      .lowest_hz = preset.lowest_hz,
                                      .highest_hz = preset.highest_hz});
    return kernels::make_log_mel_plan({.window = window.span(),
                                       .hop = preset.hop,
                                       .spectrum = preset.spectrum,
                                       .filters = filters,
                                       .scale = preset.scale});
}

/// The index within 0 … size − 1 that sample `i` mirrors, at one end after the other until it is inside.
std::size_t reflected(std::ptrdiff_t i, std::size_t size) noexcept {
    if (size < 2) return 0;
    const auto period = static_cast<std::ptrdiff_t>(2 * (size - 1));
    const auto within = static_cast<std::size_t>(((i % period) + period) % period);
    return within < size ? within : 2 * (size - 1) - within;
}

}  // namespace

/// `staged` holds kKept samples before the current hop, then that hop and up to 15 more. Before the stream has begun
/// its first sample stands so that sample `first_hop` comes to stand at kKept.
struct LogMel::State {
    State(const Preset& its_preset, std::size_t bins);

    [[nodiscard]] float* first_sample() noexcept { return staged.data() + kKept - preset->first_hop; }
    /// Hops that would be complete with so many samples more.
    [[nodiscard]] std::size_t hops_with(std::size_t more) const noexcept {
        return end + more < kKept ? 0 : (end + more - kKept) / preset->hop;
    }
    /// Of the stream, while it has not begun.
    [[nodiscard]] std::size_t size() const noexcept { return end + preset->first_hop - kKept; }
    void begin(std::size_t size) noexcept;
    void extend() noexcept;
    void make_frames(std::size_t hops, float* frames) noexcept;
    void reset() noexcept;

    const Preset* preset;
    kernels::LogMelPlan plan;
    AlignedBuffer<float> staged, columns, work;
    std::size_t end = 0;  ///< Of what is staged.
    bool begun = false;
    float before = 0.0F;
    std::uint64_t rejected = 0;
};

LogMel::State::State(const Preset& its_preset, std::size_t bins)
    : preset(&its_preset),
      plan(make_plan(its_preset, bins)),
      staged(kKept + kernels::kMelGroup * its_preset.hop),
      columns(plan.columns_size()),
      work(plan.work_size()) {
    reset();
}

void LogMel::State::reset() noexcept {
    end = kKept - preset->first_hop;
    begun = false;
    before = 0.0F;
}

/// What comes before the first hop: the first of `size` samples, and before them what lies beyond the edge.
void LogMel::State::begin(std::size_t size) noexcept {
    const std::size_t count = (plan.hops - 1) * plan.hop;
    const std::size_t beyond = count - preset->first_hop;
    std::array<float, 600> history{};
    assert(count <= history.size());
    std::copy_n(first_sample(), preset->first_hop, history.data() + beyond);
    if (preset->edge == Edge::reflection) {
        for (std::size_t i = 0; i < beyond; ++i) {
            history[i] =
                first_sample()[reflected(static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(beyond), size)];
        }
    }
    kernels::begin_log_mel(plan, history.data(), columns.data());
    begun = true;
}

/// Puts behind the last sample what lies beyond the edge.
void LogMel::State::extend() noexcept {
    float* const last = staged.data() + end;
    if (preset->edge == Edge::zeros) {
        std::fill_n(last, preset->end_size, 0.0F);
    } else {
        // Once the stream has begun it is longer than what is reflected.
        const float* const first = begun ? last - preset->end_size - 1 : first_sample();
        const auto count = last - first;
        for (std::size_t i = 0; i < preset->end_size && count > 0; ++i) {
            last[i] = first[reflected(count + static_cast<std::ptrdiff_t>(i), static_cast<std::size_t>(count))];
        }
    }
    end += preset->end_size;
}

void LogMel::State::make_frames(std::size_t hops, float* frames) noexcept {
    if (hops == 0) return;
    kernels::log_mel_frames(plan, staged.data() + kKept, hops, columns.data(), work.data(), frames);
    const std::size_t used = hops * plan.hop;
    std::copy(staged.data() + used, staged.data() + end, staged.data());
    end -= used;
}

LogMel::LogMel(std::unique_ptr<State> state) : state_(std::move(state)) {}
LogMel::~LogMel() = default;
LogMel::LogMel(LogMel&&) noexcept = default;
LogMel& LogMel::operator=(LogMel&&) noexcept = default;

Result<LogMel> LogMel::create(const LogMelSpec& spec) {
    const Preset& preset = definition(spec.preset);
    if (std::find(preset.bins.begin(), preset.bins.end(), spec.bins) == preset.bins.end()) {
        const bool one = preset.bins.front() == preset.bins.back();
        return fail(ErrorCode::invalid_argument, "log-mel: " + std::string(preset.name) + " has " +
                                                     std::to_string(preset.bins.front()) +
                                                     (one ? "" : " or " + std::to_string(preset.bins.back())) +
                                                     " bins, not " + std::to_string(spec.bins));
    }
    return LogMel(std::make_unique<State>(preset, spec.bins));
}

std::size_t LogMel::bins() const noexcept { return state_->plan.bins(); }
std::size_t LogMel::hop_samples() const noexcept { return state_->plan.hop; }

std::size_t LogMel::frames_after(std::size_t samples) const noexcept {
    const bool begins = state_->begun || state_->size() + samples >= state_->preset->begin_size;
    return begins ? state_->hops_with(samples) : 0;
}

std::size_t LogMel::frames_at_finish(std::size_t samples) const noexcept {
    return state_->hops_with(samples + state_->preset->end_size) - frames_after(samples);
}

std::size_t LogMel::process(std::span<const float> samples, std::span<float> frames) noexcept {
    State& state = *state_;
    assert(frames.size() >= frames_after(samples.size()) * bins());
    std::size_t written = 0;
    while (!samples.empty()) {
        const std::size_t count = std::min(samples.size(), state.staged.size() - state.end);
        state.rejected += kernels::emphasize_finite(samples.data(), count, state.preset->emphasis, state.before,
                                                    state.staged.data() + state.end);
        samples = samples.subspan(count);
        state.end += count;
        if (!state.begun && state.size() >= state.preset->begin_size) state.begin(state.size());
        if (!state.begun) continue;
        const std::size_t hops = state.hops_with(0);
        state.make_frames(hops, frames.data() + written * bins());
        written += hops;
    }
    return written;
}

std::size_t LogMel::finish(std::span<float> frames) noexcept {
    State& state = *state_;
    const std::size_t hops = frames_at_finish();
    assert(frames.size() >= hops * bins());
    const std::size_t size = state.size();
    state.extend();
    if (!state.begun && hops > 0) state.begin(size);
    state.make_frames(hops, frames.data());
    state.reset();
    return hops;
}

void LogMel::close_window(std::span<float> frames) const noexcept {
    if (state_->preset->preset != LogMelPreset::whisper) return;
    kernels::limit_range(frames.data(), frames.size(), {.range = 8.0F, .scale = 0.25F, .offset = 1.0F});
}

void LogMel::reset() noexcept { state_->reset(); }

std::uint64_t LogMel::rejected_samples() const noexcept { return state_->rejected; }

std::string_view name(LogMelPreset preset) noexcept { return definition(preset).name; }

}  // namespace attacca::analysis
