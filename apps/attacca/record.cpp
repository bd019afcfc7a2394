// attacca record
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "attacca/player/live_input.h"
#include "attacca/player/recorder.h"
#include "attacca/rt/memory_lock.h"
#include "option_values.h"
#include "record_session.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "text.h"

namespace attacca::app {
namespace {

struct RecordOptions {
    std::string output;
    std::string device;
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    std::optional<media::SampleFormat> format;
    std::size_t block_frames = 0;
    std::optional<player::Position> duration;
    bool overwrite = false;
    bool quiet = false;
};

constexpr const char* kHelp =
    R"(The file is brought up to date twice a second: whatever happens, what was captured until then is playable.
Keys, in a terminal: space pause, t next take (OUT-2, OUT-3, ...), q stop. Ctrl-C completes the file, too.

Examples:
  attacca record take.wav
  attacca record desktop.flac --device monitor
  attacca record interview.flac --device usb --channels 1 --duration 1:00:00
  attacca record room.wav --rate 96000 --format f32 --overwrite)";

ExitStatus record(const RecordOptions& options) {
    std::error_code ignored;
    if (!options.overwrite && std::filesystem::exists(options.output, ignored)) {
        return fail_with({ErrorCode::invalid_argument, options.output + ": exists already; --overwrite replaces it"});
    }
    if (options.device.empty()) {
        if (auto answers = player::check_input_answers(); !answers) {
            std::fprintf(stderr, "attacca: %s\n", answers.error().detail.c_str());
            return ExitStatus::failed;
        }
    }
    std::optional<double> duration_s;
    if (options.duration) {
        const auto& frames = options.duration->frames;
        duration_s = frames ? static_cast<double>(*frames) / options.sample_rate : options.duration->seconds;
    }
    (void)rt::lock_process_memory();  // Where that is not allowed, it records all the same: doctor says so.
    const StopSignal stop;
    auto recorder = player::Recorder::start({.output = options.output,
                                             .device = options.device,
                                             .sample_rate = options.sample_rate,
                                             .channels = options.channels,
                                             .format = options.format.value_or(media::SampleFormat::i24),
                                             .block_frames = options.block_frames,
                                             .duration_s = duration_s});
    if (!recorder) return fail_with(recorder.error());
    return RecordSession(**recorder, {.output = options.output, .overwrite = options.overwrite, .quiet = options.quiet},
                         stop)
        .run();
}

}  // namespace

Subcommand add_record(CLI::App& program) {
    auto options = std::make_shared<RecordOptions>();
    auto& app = *program.add_subcommand("record", "Record from a device, without a limit of length");
    app.footer(kHelp);
    app.add_option("OUT", options->output, "The file to write; its extension chooses the container")->required();
    add_device(app, options->device);
    add_position(app, "--duration", options->duration, "Stop by itself: seconds (12.5 or 1:30) or frames (48000f)");
    add_rate(app, options->sample_rate, "Asked of the device (default: 48000)");
    add_channels(app, options->channels, "Asked of the device (default: 2)");
    add_sample_format(app, options->format, "Of the samples written (default: i24)");
    add_buffer(app, options->block_frames);
    app.add_flag("--overwrite", options->overwrite, "Replace a file that exists");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options] { return record(*options); }};
}

}  // namespace attacca::app
