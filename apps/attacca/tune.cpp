// attacca tune
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "attacca/analysis/pitch_tracker.h"
#include "attacca/analysis/tuner.h"
#include "listening.h"
#include "option_values.h"
#include "sound_section.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"
#include "text_output.h"
#include "tuner_text.h"

namespace attacca::app {
namespace {

struct TuneOptions {
    std::string source;
    std::string device;
    std::size_t block_frames = 0;
    double a4_hz = 440.0;
    analysis::Instrument instrument = analysis::instruments().front();
    bool json = false;
};

constexpr auto kPause = std::chrono::milliseconds(20);
constexpr std::size_t kPlainColumns = 100;
constexpr const char* kHelp =
    R"(Without a file it listens to the default input device until Ctrl-C or q. On a terminal one line moves; elsewhere, and
for a file, each reading is a line: 20 of them a second while a note sounds. The needle shows 50 cents to each side of
the nearest note or, with an instrument, of its nearest string.

Examples:
  attacca tune
  attacca tune --instrument guitar --a4 442
  attacca tune --device usb --json
  attacca tune take.wav --instrument violin)";

Result<analysis::PitchTracker> make_tracker(double sample_rate, std::size_t channels) {
    return analysis::PitchTracker::create({.sample_rate = sample_rate, .channels = channels});
}

analysis::TunerSpec tuner_spec(const TuneOptions& options, double sample_rate) {
    return {.sample_rate = sample_rate, .a4_hz = options.a4_hz, .instrument = options.instrument};
}

std::string plain_line(const TuneOptions& options, const analysis::TunerReading& reading) {
    if (options.json) return tuner_json(reading) + "\n";
    return formatted("%8.2f s  ", reading.time_s) + tuner_line(reading, kPlainColumns, Charset::ascii) + "\n";
}

ExitStatus tune_file(const TuneOptions& options) {
    const StopSignal stop;
    auto section = SoundSection::open({.source = options.source, .start = {}, .duration = {}}, stop.token());
    if (!section) return fail_with(section.error());
    const auto& info = section->info();
    auto tracker = make_tracker(info.sample_rate, info.channels);
    if (!tracker) return fail_with({tracker.error().code, options.source + ": " + tracker.error().detail});
    auto output = TextOutput::open("-");
    if (!output) return fail_with(output.error());
    analysis::Tuner tuner(tuner_spec(options, info.sample_rate));
    const auto print = [&](std::span<const analysis::PitchFrame> frames) {
        for (const auto& frame : frames) {
            if (const auto reading = tuner.take(frame)) output->write(plain_line(options, *reading));
        }
    };
    while (!output->unheard()) {
        const auto block = section->read(stop.token());
        if (!block && block.error().code == ErrorCode::cancelled) break;
        if (!block) return fail_with(block.error());
        if (block->empty()) {
            print(tracker->finish());
            break;
        }
        print(tracker->process({*block, info.channels}));
    }
    if (const auto written = output->finish(); !written) return fail_with(written.error());
    return ExitStatus::done;
}

/// A tuner in front of a person: one line on a terminal, or a line for each reading.
class TuneSession {
public:
    TuneSession(const TuneOptions& options, Listening& listening, analysis::PitchTracker tracker)
        : options_(options),
          listening_(listening),
          tracker_(std::move(tracker)),
          tuner_(tuner_spec(options, listening.sample_rate())) {}

    [[nodiscard]] ExitStatus run() {
        const std::string text = listening_.greeting(formatted(", A4 at %.1f Hz", options_.a4_hz));
        std::fprintf(stderr, "%s\n", text.c_str());
        if (moving_) line_.draw(kWaiting);
        const auto ended = listening_.run([this](ConstAudioBlock block) {
            take(block);
            return std::fflush(stdout) == 0;  // A reader that has gone wants no more.
        });
        if (ended) return ExitStatus::done;
        line_.clear();
        return fail_with(ended.error());
    }

private:
    static constexpr const char* kWaiting = "--  play one note";

    void take(ConstAudioBlock block) {
        for (const auto& frame : tracker_.process(block)) {
            const bool silent = tuner_.silent();
            const auto reading = tuner_.take(frame);
            if (reading) {
                show(*reading);
            } else if (moving_ && !silent && tuner_.silent()) {
                line_.draw(kWaiting);
            }
        }
    }

    void show(const analysis::TunerReading& reading) {
        if (moving_) {
            line_.draw(tuner_line(reading, terminal_columns(stdout) - 1, charset_));
        } else {
            std::fputs(plain_line(options_, reading).c_str(), stdout);
        }
    }

    const TuneOptions& options_;
    Listening& listening_;
    analysis::PitchTracker tracker_;
    analysis::Tuner tuner_;
    Charset charset_ = terminal_charset();
    LiveLine line_{stdout};
    const bool moving_ = line_.terminal() && !options_.json;
};

ExitStatus tune_live(const TuneOptions& options) {
    const StopSignal stop;
    auto listening =
        Listening::open({.device = options.device, .block_frames = options.block_frames, .pause = kPause}, stop);
    if (!listening) return fail_with(listening.error());
    auto tracker = make_tracker((*listening)->sample_rate(), (*listening)->channels());
    if (!tracker) {
        return fail_with({tracker.error().code, (*listening)->input().device_name() + ": " + tracker.error().detail});
    }
    return TuneSession(options, **listening, *std::move(tracker)).run();
}

ExitStatus tune(const TuneOptions& options) {
    if (options.source.empty()) return tune_live(options);
    if (!options.device.empty()) throw UsageError("--device: a file is read without one; leave out one of the two");
    if (options.block_frames > 0) throw UsageError("--buffer: a file has none; it is for a device");
    return tune_file(options);
}

}  // namespace

Subcommand add_tune(CLI::App& program) {
    auto options = std::make_shared<TuneOptions>();
    auto& app = *program.add_subcommand("tune", "Tune an instrument: note, cents and what to do, live or from a file");
    app.footer(kHelp);
    app.add_option("IN", options->source, "A file instead of a device; - is standard input");
    std::vector<Choice<analysis::Instrument>> choices;
    for (const auto& instrument : analysis::instruments())
        choices.push_back({std::string(instrument.name), instrument});
    add_choice<analysis::Instrument>(app, "--instrument", options->instrument, choices,
                                     "Whose strings to tune (default: chromatic)");
    app.add_option("--a4", options->a4_hz, "What A4 is tuned to: 400 to 480 (default: 440)")
        ->type_name("HZ")
        ->check(within(400.0, 480.0));
    add_device(app, options->device);
    add_buffer(app, options->block_frames);
    app.add_flag("--json", options->json, "Print JSON, an object a line");
    return {&app, [options] { return tune(*options); }};
}

}  // namespace attacca::app
