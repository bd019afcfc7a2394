// attacca tune
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "attacca/analysis/pitch_tracker.h"
#include "attacca/analysis/tuner.h"
#include "attacca/player/live_input.h"
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
    TuneSession(const TuneOptions& options, player::LiveInput& input, analysis::PitchTracker tracker,
                const StopSignal& stop)
        : options_(options),
          input_(input),
          tracker_(std::move(tracker)),
          tuner_(tuner_spec(options, input.given().sample_rate)),
          stop_(stop) {}

    [[nodiscard]] ExitStatus run() {
        std::fprintf(stderr, "Listening to %s: %.0f Hz, A4 at %.1f Hz%s\n", printable(input_.device_name()).c_str(),
                     input_.given().sample_rate, options_.a4_hz, keyboard_.available() ? ". q stops" : "");
        if (moving_) line_.draw(kWaiting);
        bool heard = true;
        while (heard && !quit_ && !stop_.requested()) {
            for (auto block = input_.read(); !block.empty(); block = input_.read()) take(block);
            if (const auto failure = input_.failure()) {
                line_.clear();
                return fail_with(*failure);
            }
            heard = std::fflush(stdout) == 0;  // A reader that has gone wants no more.
            for (const auto& key : keyboard_.wait(kPause, stop_.descriptor())) {
                quit_ = quit_ || key == Key{.kind = KeyKind::character, .character = 'q'};
            }
        }
        return ExitStatus::done;
    }

private:
    static constexpr const char* kWaiting = "--  play one note";

    void take(std::span<const float> block) {
        for (const auto& frame : tracker_.process({block, input_.given().channels})) {
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
    player::LiveInput& input_;
    analysis::PitchTracker tracker_;
    analysis::Tuner tuner_;
    const StopSignal& stop_;
    Charset charset_ = terminal_charset();
    Keyboard keyboard_;
    LiveLine line_{stdout};
    const bool moving_ = line_.terminal() && !options_.json;
    bool quit_ = false;
};

ExitStatus tune_live(const TuneOptions& options) {
    if (options.device.empty()) {
        if (auto answers = player::check_input_answers(); !answers) {
            std::fprintf(stderr, "attacca: %s\n", answers.error().detail.c_str());
            return ExitStatus::failed;
        }
    }
    const StopSignal stop;
    auto input = player::LiveInput::open({.device = options.device, .block_frames = options.block_frames});
    if (!input) return fail_with(input.error());
    auto tracker = make_tracker((*input)->given().sample_rate, (*input)->given().channels);
    if (!tracker) return fail_with({tracker.error().code, (*input)->device_name() + ": " + tracker.error().detail});
    return TuneSession(options, **input, *std::move(tracker), stop).run();
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
