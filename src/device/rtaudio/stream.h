// A stream through RtAudio, moved by a thread that RtAudio makes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "device/metered_stream.h"
#include "device/rtaudio/library.h"

namespace attacca::device {

/// An ALSA or PulseAudio stream, and a thread of ours that looks four times a second whether it still runs.
class RtAudioStream final : public MeteredStream {
public:
    RtAudioStream(std::unique_ptr<RtAudioHandle> handle, AudioCallback& callback, StreamListener listener);
    ~RtAudioStream() override;

    /// [control] Once, before `start`. `index` is the device's number in the handle's list.
    [[nodiscard]] Status prepare(const StreamSpec& spec, const DeviceInfo& device, unsigned index);

    Status start() override;
    void stop() noexcept override;
    std::size_t latency_frames() const noexcept override;

private:
    int process(float* output, const float* input, unsigned frames, rtaudio_stream_status_t status) noexcept;
    void abort() noexcept;
    void watch(const std::stop_token& stopping);

    std::unique_ptr<RtAudioHandle> handle_;
    std::atomic<std::uint64_t> frames_{0};
    std::atomic<bool> running_{false};
    bool open_ = false;
    std::jthread watch_;
};

}  // namespace attacca::device
