#include "player/monitor.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "attacca/base/decibels.h"
#include "attacca/kernels/gain.h"

namespace attacca::player {
namespace {

constexpr std::size_t kBlockFrames = 256;
constexpr std::size_t kOutputChannels = 2;
constexpr std::size_t kRingFrames = 16384;
constexpr std::size_t kMostFrames = 8192;  // Of one output block.
constexpr double kMostWaiting_s = 1.0 / 16.0;
constexpr double kLongestCushion_s = 1.0 / 25.0;
constexpr double kLowestGain_db = -60.0;

}  // namespace

MonitorRing::MonitorRing(double sample_rate, std::size_t channels)
    : sample_rate_(sample_rate), channels_(channels), ring_(kRingFrames, channels), frames_(kMostFrames * channels) {}

void MonitorRing::set_gain_db(double gain_db) noexcept {
    gain_.store(static_cast<float>(gain_from_db(std::clamp(gain_db, kLowestGain_db, 0.0))), std::memory_order_relaxed);
}

void MonitorRing::reset() noexcept {
    ring_.discard(ring_.readable());
    gain_now_ = 0.0F;
    filling_ = true;
    cushion_frames_ = 0;
}

void MonitorRing::hear(ConstAudioBlock input) noexcept {
    (void)ring_.write(input.samples());  // What does not fit is left out.
}

void MonitorRing::play(AudioBlock output) noexcept {
    std::ranges::fill(output.samples(), 0.0F);
    const std::size_t waiting = ring_.readable();
    const std::size_t wanted = 2 * output.frames() + cushion_frames_;
    const auto most = wanted + static_cast<std::size_t>(kMostWaiting_s * sample_rate_);
    if (waiting > most) ring_.discard(waiting - wanted);
    if (filling_ && waiting < wanted) return;
    if (!filling_ && waiting < output.frames()) {
        const auto longest = static_cast<std::size_t>(kLongestCushion_s * sample_rate_);
        cushion_frames_ = std::min(longest, cushion_frames_ + output.frames());
        filling_ = true;
        return;
    }
    filling_ = false;
    for (std::size_t done = 0; done < output.frames();) {
        const std::size_t frames = std::min(kMostFrames, output.frames() - done);
        fill(output.subblock(done, frames));
        done += frames;
    }
}

void MonitorRing::fill(AudioBlock output) noexcept {
    const std::size_t frames = ring_.read(std::span(frames_).first(output.frames() * channels_));
    for (std::size_t i = 0; i < frames; ++i) {
        for (std::size_t c = 0; c < output.channels(); ++c) {
            output.frame(i)[c] = frames_[i * channels_ + std::min(c, channels_ - 1)];
        }
    }
    const float to = gain_.load(std::memory_order_relaxed);
    kernels::apply_gain_ramp(output.data(), output.frames(), output.channels(), {.from = gain_now_, .to = to});
    gain_now_ = to;
}

Monitor::~Monitor() { close(); }

Status Monitor::open(const MonitorSpec& spec) {
    close();
    set_gain_db(spec.gain_db);
    auto stream = device::open_stream({.device = spec.device,
                                       .direction = device::Direction::output,
                                       .sample_rate = sample_rate_,
                                       .channels = kOutputChannels,
                                       .block_frames = kBlockFrames,
                                       .client_name = "attacca monitor"},
                                      *this, [](device::StreamEvent, const std::string&) {});
    if (!stream) return fail(stream.error());
    const auto& given = (*stream)->spec();
    if (given.sample_rate != sample_rate_) {
        return fail(ErrorCode::unsupported, (*stream)->device().name + ": plays at " +
                                                std::to_string(std::lround(given.sample_rate)) +
                                                " Hz only, and the input is captured at " +
                                                std::to_string(std::lround(sample_rate_)) + " Hz: record at its rate");
    }
    ring_.reset();
    stream_ = std::move(*stream);
    if (auto started = stream_->start(); !started) {
        stream_.reset();
        return fail(started.error());
    }
    heard_.store(true, std::memory_order_release);
    return {};
}

void Monitor::close() {
    heard_.store(false, std::memory_order_release);
    if (!stream_) return;
    stream_->stop();
    stream_.reset();
}

void Monitor::hear(ConstAudioBlock input) noexcept {
    if (heard_.load(std::memory_order_acquire)) ring_.hear(input);
}

void Monitor::process(ConstAudioBlock, AudioBlock output) noexcept { ring_.play(output); }

}  // namespace attacca::player
