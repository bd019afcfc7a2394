// attacca mel
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "mel_reader.h"
#include "npy.h"
#include "option_values.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"
#include "text_output.h"

namespace attacca::app {
namespace {

struct MelOptions {
    MelReaderSpec reader;
    std::string output;
    bool json = false;
    bool quiet = false;
};

constexpr const char* kHelp =
    R"(Writes an array of frames x bins, 32-bit floats, as numpy.load reads it. Any format, rate and number of channels is
taken: channels are mixed to one, then brought to 16 kHz.

  lipsync  as Wav2Lip: 80 bins, a frame each 12.5 ms, 1 + samples/200 of them, values from -4 to 4
  whisper  as OpenAI's log_mel_spectrogram: 80 or 128 bins, a frame each 10 ms, samples/160 of them. What is more than
           80 dB below the loudest value is raised to there; the loudest of the whole file, or of each --window

Examples:
  attacca mel talk.mp3 -o talk.npy
  attacca mel talk.wav -o talk.npy --preset whisper --bins 128 --window 30
  attacca mel take.flac -o take.npy --preset lipsync --start 1:30 --duration 10
  ffmpeg -i film.mkv -f wav - | attacca mel - -o film.npy --json)";

nlohmann::json report_json(const MelOptions& options, const MelReader& reader, const MelFeatures& features) {
    const auto& spec = options.reader;
    const auto& info = reader.section().info();
    nlohmann::json value{{"source", spec.section.source},
                         {"source_rate_hz", info.sample_rate},
                         {"source_channels", info.channels},
                         {"damaged_places", reader.section().damage().places},
                         {"rejected_samples", features.rejected_samples},
                         {"output", options.output},
                         {"preset", analysis::name(spec.mel.preset)},
                         {"sample_rate_hz", analysis::kLogMelRate},
                         {"samples", features.samples},
                         {"frames", features.frames()},
                         {"bins", features.bins},
                         {"window_s", nullptr}};
    if (spec.window_s) value["window_s"] = *spec.window_s;
    return value;
}

void print_report(const MelOptions& options, const MelReader& reader, const MelFeatures& features) {
    const std::string source = printable(options.reader.section.source);
    report_damage(options.reader.section.source, reader.section().damage());
    if (features.rejected_samples > 0) {
        std::fprintf(stderr, "attacca: %s: %llu samples were no usable numbers, and taken as 0\n", source.c_str(),
                     static_cast<unsigned long long>(features.rejected_samples));
    }
    if (features.frames() == 0) {
        std::fprintf(stderr, "attacca: %s: too short for a frame; the array is empty\n", source.c_str());
    }
    if (options.json) {
        const auto value = report_json(options, reader, features);
        std::fprintf(options.output == "-" ? stderr : stdout, "%s\n",
                     value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else if (!options.quiet) {
        std::fprintf(stderr, "%s: %zu frames of %zu bins, %s\n",
                     options.output == "-" ? "standard output" : printable(options.output).c_str(), features.frames(),
                     features.bins, clock_text(static_cast<double>(features.samples) / analysis::kLogMelRate).c_str());
    }
}

ExitStatus mel(const MelOptions& options) {
    if (options.reader.window_s && options.reader.mel.preset != analysis::LogMelPreset::whisper) {
        throw UsageError("--window: only whisper looks at the loudest of a window");
    }
    if (const auto possible = analysis::LogMel::create(options.reader.mel); !possible) {
        throw UsageError("--bins: " + possible.error().detail);
    }
    const StopSignal stop;
    auto reader = MelReader::open(options.reader, stop.token());
    if (!reader) return fail_with(reader.error());
    auto output = TextOutput::open(options.output);
    if (!output) return fail_with(output.error());
    ProgressBar progress("analyzing");
    const double total_s = reader->section().duration_s().value_or(0.0);
    const auto show = [&](double done_s) {
        if (!options.quiet) progress.show(done_s, total_s);
    };
    const auto features = reader->read(show, stop.token());
    progress.clear();
    if (!features) return fail_with(features.error());
    output->write(npy_header({.rows = features->frames(), .columns = features->bins}));
    output->write(npy_bytes(features->values));
    if (const auto written = output->finish(); !written) return fail_with(written.error());
    print_report(options, *reader, *features);
    return ExitStatus::done;
}

}  // namespace

Subcommand add_mel(CLI::App& program) {
    auto options = std::make_shared<MelOptions>();
    auto& reader = options->reader;
    auto& app = *program.add_subcommand("mel", "Write the log-mel features that speech and lip-sync models read");
    app.footer(kHelp);
    app.add_option("IN", reader.section.source, "What to analyze; - is standard input")->required();
    app.add_option("-o,--output", options->output, "The .npy file to write; - is standard output")
        ->type_name("OUT")
        ->required();
    using Preset = analysis::LogMelPreset;
    add_choice<Preset>(app, "--preset", reader.mel.preset, {{"lipsync", Preset::lipsync}, {"whisper", Preset::whisper}},
                       "For which model (default: whisper)");
    app.add_option("--bins", reader.mel.bins, "Values in a frame: 80, or 128 for whisper (default: 80)")
        ->type_name("N");
    app.add_option("--window", reader.window_s,
                   "Clamp whisper's values over so much at a time (default: the whole file)")
        ->type_name("SECONDS")
        ->check(within(0.01, 1e6));
    add_position(app, "--start", reader.section.start, "Begin here: seconds (12.5 or 1:30) or frames (48000f)");
    add_position(app, "--duration", reader.section.duration, "Analyze this much: seconds or frames");
    app.add_flag("--json", options->json, "Print a report as JSON");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options] { return mel(*options); }};
}

}  // namespace attacca::app
