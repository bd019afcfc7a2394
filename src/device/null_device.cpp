// The device that is always there: nobody hears it, but it keeps the time of a real one.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "device/backend.h"
#include "device/metered_stream.h"

namespace attacca::device {
namespace {

constexpr const char* kId = "null";
constexpr std::size_t kMaxChannels = 64;

DeviceInfo null_device_info() {
    return {.id = kId,
            .name = "Null device (silent, in real time)",
            .backend = kId,
            .output_channels = kMaxChannels,
            .input_channels = kMaxChannels,
            .sample_rate = 0.0,
            .default_output = true,
            .default_input = true};
}

/// Calls back on a thread of its own, block k at `anchor + k * block / rate`: times are computed from the
/// anchor and never added up, so that the clock does not drift.
class NullStream final : public MeteredStream {
public:
    NullStream(const StreamSpec& spec, AudioCallback& callback, StreamListener listener)
        : MeteredStream(callback, std::move(listener)) {
        spec_ = spec;
        spec_.device = kId;
        device_ = null_device_info();
        max_block_frames_ = spec.block_frames;
        const std::size_t samples = spec.block_frames * spec.channels;
        if (has_input(spec.direction)) silence_.assign(samples, 0.0f);
        if (has_output(spec.direction)) unheard_.assign(samples, 0.0f);
    }

    ~NullStream() override { stop(); }

    Status start() override {
        if (thread_.joinable()) return {};
        meter_.expect_new_thread();
        thread_ = std::jthread([this](const std::stop_token& stopping) { keep_time(stopping); });
        return {};
    }

    void stop() noexcept override {
        if (!thread_.joinable()) return;
        thread_.request_stop();
        thread_.join();
    }

    std::size_t latency_frames() const noexcept override { return spec_.block_frames; }

private:
    using Clock = std::chrono::steady_clock;

    void keep_time(const std::stop_token& stopping) {
        const ConstAudioBlock input(silence_, spec_.channels);
        const AudioBlock output(unheard_, spec_.channels);
        const auto block_time = time_of_block(1);
        auto anchor = Clock::now();
        std::mutex mutex;
        std::condition_variable_any alarm;  // Rather than a plain sleep: a stop request wakes it at once.
        std::unique_lock lock(mutex);
        for (std::int64_t block = 0; !stopping.stop_requested(); ++block) {
            meter_.run(input, output);
            const auto due = anchor + time_of_block(block + 1);
            alarm.wait_until(lock, stopping, due, [] { return false; });
            const auto now = Clock::now();
            if (now - due > block_time) {
                meter_.count_xrun();
                anchor = now;
                block = -1;
            }
        }
    }

    Clock::duration time_of_block(std::int64_t block) const {
        const double frames = static_cast<double>(block) * static_cast<double>(spec_.block_frames);
        return std::chrono::round<Clock::duration>(std::chrono::duration<double>(frames / spec_.sample_rate));
    }

    std::vector<float> silence_;
    std::vector<float> unheard_;
    std::jthread thread_;
};

class NullBackend final : public Backend {
public:
    std::string_view name() const noexcept override { return kId; }
    BackendState state() override { return {.name = kId, .answers = true, .detail = "always there, heard by nobody"}; }
    std::vector<DeviceInfo> devices() override { return {null_device_info()}; }

    Result<std::unique_ptr<Stream>> open(const StreamSpec& spec, AudioCallback& callback,
                                         StreamListener listener) override {
        if (!spec.device.empty()) {
            return fail(ErrorCode::not_found, "there is one null device, and it is not called \"" + spec.device + "\"");
        }
        return std::make_unique<NullStream>(spec, callback, std::move(listener));
    }
};

}  // namespace

Backend& null_backend() {
    static NullBackend backend;
    return backend;
}

}  // namespace attacca::device
