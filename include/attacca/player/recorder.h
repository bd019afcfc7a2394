// From a device to a file, without a limit of length and safe against a kill.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attacca/analysis/level_meter.h"
#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/media/sample_format.h"

namespace attacca::player {

/// Whether the first take begins at once, or levels are shown and nothing is written until `record`.
enum class RecordBegin { recording, armed };

struct RecorderSpec {
    std::string output;  ///< Not used when begun armed.
    std::string device;  ///< As device::StreamSpec's.
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    media::SampleFormat format = media::SampleFormat::i24;
    std::size_t block_frames = 0;      ///< 0: 1024.
    std::optional<double> duration_s;  ///< Empty: until `stop`.
    RecordBegin begin = RecordBegin::recording;
};

enum class RecordState { armed, recording, paused, finished, failed };

/// A take whose file is complete.
struct RecordedTake {
    std::string output;
    double recorded_s = 0.0;
    std::uint64_t bytes = 0;
};

/// What is captured, heard on an output device.
struct MonitorSpec {
    std::string device;      ///< As device::StreamSpec's.
    double gain_db = -12.0;  ///< -60 to 0.
};

struct RecorderStatus {
    RecordState state = RecordState::recording;
    std::string output;             ///< Of the current take.
    unsigned take = 0;              ///< The current, or the last; 0 before the first.
    double recorded_s = 0.0;        ///< Of the current take, written to the file.
    std::uint64_t bytes = 0;        ///< Of the current take's file.
    std::uint64_t lost_frames = 0;  ///< Captured, but the disk did not keep up.
    std::uint64_t xruns = 0;
    std::string device_name;
    double sample_rate = 0.0;
    std::size_t channels = 0;
    analysis::Levels levels;
    std::vector<RecordedTake> takes;  ///< Those that are complete, the first one first.
    std::optional<Error> failure;     ///< Why it stopped by itself: the disk is full, the device is gone.
};

/// The file is brought up to date twice a second: what was captured until then is playable whatever happens.
///
/// Threads    Any one control thread at a time.
class Recorder {
public:
    /// Opens file and device and begins to record, or opens the device only. An existing file is overwritten.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> start(const RecorderSpec& spec);
    ~Recorder();  ///< Stops.

    void pause();
    void resume();
    /// Begins a take in this file; one that goes on ends, without a frame lost between the two. A file that cannot be
    /// opened ends the recorder as failed.
    void record(const std::string& output);
    /// `record` with the next name: "take.wav", "take-2.wav", "take-3.wav", …
    void next_take();
    /// Completes the take's file; armed again.
    void end_take();
    /// Writes what is captured and completes the file.
    [[nodiscard]] Status stop();

    /// What is captured is heard at once, until `stop_monitoring`; a second call changes device and gain.
    /// Failure: the output device cannot be opened, or not at the input's rate.
    [[nodiscard]] Status monitor(const MonitorSpec& spec);
    /// Glides.
    void set_monitor_gain_db(double gain_db);
    void stop_monitoring();

    [[nodiscard]] RecorderStatus status();
    /// What was captured since the last call, recorded or not, the oldest frame first; returns how many frames that is. Of
    /// more than the block holds, or a third of a second, the newest are given. With another number of channels than the
    /// status names, none.
    [[nodiscard]] std::size_t take_sound(AudioBlock block);
    /// Waits until it has finished or failed, or the time is over.
    void wait(std::chrono::milliseconds at_most);

private:
    struct State;
    explicit Recorder(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
