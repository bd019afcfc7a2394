// From a device to a file, without a limit of length and safe against a kill.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "attacca/analysis/level_meter.h"
#include "attacca/base/result.h"
#include "attacca/media/sample_format.h"

namespace attacca::player {

struct RecorderSpec {
    std::string output;
    std::string device;                ///< As device::StreamSpec's.
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    media::SampleFormat format = media::SampleFormat::i24;
    std::size_t block_frames = 0;      ///< 0: 1024.
    std::optional<double> duration_s;  ///< Empty: until `stop`.
};

enum class RecordState { recording, paused, finished, failed };

struct RecorderStatus {
    RecordState state = RecordState::recording;
    std::string output;                ///< Of the current take.
    unsigned take = 1;
    double recorded_s = 0.0;           ///< Of the current take, written to the file.
    std::uint64_t bytes = 0;           ///< Of the current take's file.
    std::uint64_t lost_frames = 0;     ///< Captured, but the disk did not keep up.
    std::uint64_t xruns = 0;
    std::string device_name;
    double sample_rate = 0.0;
    std::size_t channels = 0;
    analysis::Levels levels;
    std::optional<Error> failure;      ///< Why it stopped by itself: the disk is full, the device is gone.
};

/// The file is brought up to date twice a second: what was captured until then is playable whatever happens.
///
/// Threads    Any one control thread at a time.
class Recorder {
public:
    /// Opens file and device and begins to record. An existing file is overwritten.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> start(const RecorderSpec& spec);
    ~Recorder();  ///< Stops.

    void pause();
    void resume();
    /// Ends this take and begins the next: "take.wav", "take-2.wav", "take-3.wav", …
    void next_take();
    /// Writes what is captured and completes the file.
    [[nodiscard]] Status stop();

    [[nodiscard]] RecorderStatus status();
    /// Waits until it has finished or failed, or the time is over.
    void wait(std::chrono::milliseconds at_most);

private:
    struct State;
    explicit Recorder(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
