#include "attacca/player/device_check.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/equalizer_settings.h"
#include "attacca/engine/nodes.h"
#include "attacca/engine/plan.h"

namespace attacca::player {
namespace {

constexpr auto kSettling = std::chrono::milliseconds(200);
constexpr std::size_t kBands = 8;

/// Eight bands that all do something, as the classic equalizer places them.
dsp::EqualizerSettings busy_equalizer() {
    dsp::EqualizerSettings settings{.preamp_db = -3.0, .bands = {}};
    for (std::size_t i = 0; i < kBands; ++i) {
        settings.bands.push_back({.kind = dsp::BandKind::peaking,
                                  .center_hz = 60.0 * static_cast<double>(1U << i),
                                  .gain_db = i % 2 == 0 ? 4.0 : -4.0});
    }
    return settings;
}

/// Works like a player's callback, on noise of its own, and hands silence to the device.
class LoadedCallback final : public device::AudioCallback {
public:
    /// Before the stream starts, once it is known what was given.
    void prepare(const device::StreamSpec& given, std::size_t max_block_frames) {
        const double rate = given.sample_rate;
        auto& equalizer = plan_.add<engine::EqualizerNode>(
            dsp::EqualizerSpec{.sample_rate = rate, .channels = given.channels});
        equalizer.set(busy_equalizer());
        plan_.add<engine::LimiterNode>(dsp::LimiterSpec{.sample_rate = rate, .channels = given.channels},
                                       dsp::Limiter::Mode::on);
        const std::size_t samples = std::max<std::size_t>(max_block_frames, 1) * given.channels;
        noise_ = AlignedBuffer<float>(samples);
        work_ = AlignedBuffer<float>(samples);
        std::uint32_t random = 1;
        for (auto& sample : noise_.span()) {
            random = random * 1664525U + 1013904223U;
            sample = static_cast<float>(static_cast<std::int32_t>(random)) * 0x1p-32F;
        }
    }

    void process(ConstAudioBlock, AudioBlock output) noexcept override {
        std::fill(output.samples().begin(), output.samples().end(), 0.0F);
        for (std::size_t left = output.samples().size(); left > 0;) {
            const std::size_t samples = std::min(left, work_.size());
            std::copy_n(noise_.data(), samples, work_.data());
            plan_.process(AudioBlock({work_.data(), samples}, output.channels()));
            left -= samples;
        }
    }

private:
    engine::Plan plan_;
    AlignedBuffer<float> noise_;
    AlignedBuffer<float> work_;
};

/// Wakes the measuring thread when the device is lost or the user has had enough.
class Vigil {
public:
    device::StreamListener listener() {
        return [this](device::StreamEvent event, const std::string&) {
            if (event != device::StreamEvent::lost) return;
            const std::lock_guard lock(mutex_);
            lost_ = true;
            wake_.notify_all();
        };
    }

    /// Returns whether the device was lost.
    bool keep(std::chrono::milliseconds duration, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        return wake_.wait_for(lock, stop, duration, [this] { return lost_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool lost_ = false;
};

}  // namespace

double PaceReport::load() const noexcept {
    const double block_s = static_cast<double>(given.block_frames) / given.sample_rate;
    return std::chrono::duration<double>(durations.percentile(0.99)).count() / block_s;
}

Result<PaceReport> measure_pace(const PaceSpec& spec, std::stop_token stop) {
    LoadedCallback callback;
    Vigil vigil;
    auto stream = device::open_stream({.device = spec.device,
                                       .direction = device::Direction::output,
                                       .sample_rate = spec.sample_rate,
                                       .channels = spec.channels,
                                       .block_frames = spec.block_frames},
                                      callback, vigil.listener());
    if (!stream) return fail(stream.error());
    device::Stream& device = **stream;
    callback.prepare(device.spec(), device.max_block_frames());
    if (auto started = device.start(); !started) return fail(started.error());

    PaceReport report;
    report.device = device.device();
    report.given = device.spec();
    (void)vigil.keep(kSettling, stop);
    const auto xruns = device.xruns();
    const auto intervals = device.intervals();
    const auto durations = device.durations();
    report.lost = vigil.keep(spec.duration, stop);
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped before the measurement was complete");

    report.scheduling = device.scheduling();
    report.latency_frames = device.latency_frames();
    report.xruns = device.xruns() - xruns;
    report.intervals = device.intervals().since(intervals);
    report.durations = device.durations().since(durations);
    report.callbacks = report.durations.count;  // The device goes on between two readings: one reading, one count.
    device.stop();
    return report;
}

}  // namespace attacca::player
