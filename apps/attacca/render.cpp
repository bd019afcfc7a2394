// attacca render
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "attacca/media/playlist.h"
#include "attacca/player/renderer.h"
#include "option_values.h"
#include "signal_options.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"

namespace attacca::app {
namespace {

struct RenderOptions {
    std::vector<std::string> sources;
    std::string output;
    SignalOptions signal;
    std::optional<player::Position> start;
    std::optional<player::Position> duration;
    std::optional<media::SampleFormat> format;
    double sample_rate = 0.0;
    std::size_t channels = 0;
    media::Dither dither = media::Dither::none;
    bool json = false;
    bool quiet = false;
};

constexpr const char* kHelp = R"(The output's extension chooses its container: wav, aiff, flac, ogg, opus, mp3, caf, w64, au. An existing file is
replaced once the new one is complete. Tracks that cannot be read are named and left out; the status is 1 only when
there is no output.

Examples:
  attacca render song.flac -o loud.wav --eq rock --limiter on
  attacca render side-a.flac side-b.flac -o whole.flac
  attacca render talk.mp3 -o part.wav --start 1:30 --duration 48000f --format f32
  attacca render song.ogg -o - --rate 48000 | other-program)";

double times_real_time(const player::RenderReport& report) {
    const double seconds = static_cast<double>(report.frames) / report.sample_rate;
    return report.seconds_taken > 0.0 ? seconds / report.seconds_taken : 0.0;
}

std::string summary(const std::string& output, const player::RenderReport& report) {
    const std::string name(media::name(report.format));
    return formatted("%s: %llu frames (%s), %.0f Hz, %zu channel%s, %s, %s, %.0f x real time",
                     output == "-" ? "standard output" : printable(output).c_str(),
                     static_cast<unsigned long long>(report.frames),
                     clock_text(static_cast<double>(report.frames) / report.sample_rate).c_str(), report.sample_rate,
                     report.channels, report.channels == 1 ? "" : "s", name.c_str(),
                     report.exact ? "every sample unchanged" : "processed", times_real_time(report));
}

nlohmann::json report_json(const std::string& output, const player::RenderReport& report) {
    nlohmann::json value{{"output", output},
                         {"frames", report.frames},
                         {"sample_rate_hz", report.sample_rate},
                         {"channels", report.channels},
                         {"format", media::name(report.format)},
                         {"exact", report.exact},
                         {"clipped_samples", report.clipped_samples},
                         {"seconds_taken", report.seconds_taken},
                         {"times_real_time", times_real_time(report)},
                         {"problems", nlohmann::json::array()}};
    for (const auto& problem : report.problems) value["problems"].push_back(problem.detail);
    return value;
}

void print_report(const RenderOptions& options, const player::RenderReport& report) {
    for (const auto& problem : report.problems) fail_with(problem);
    std::FILE* words = options.output == "-" ? stderr : stdout;
    if (options.json) {
        const auto value = report_json(options.output, report);
        std::fprintf(words, "%s\n", value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else if (!options.quiet) {
        std::fprintf(stderr, "%s\n", summary(options.output, report).c_str());
    }
    if (report.frames == 0) std::fputs("attacca: nothing was there to write: does --start lie beyond the end?\n", stderr);
    if (report.clipped_samples > 0) {
        std::fprintf(stderr, "attacca: %llu samples were clipped; --limiter on, a lower --gain or --format f32 avoids it\n",
                     static_cast<unsigned long long>(report.clipped_samples));
    }
}

ExitStatus render(const RenderOptions& options) {
    if (presets_asked_for(options.signal)) {
        print_presets();
        return ExitStatus::done;
    }
    if (options.sources.empty()) throw UsageError("nothing to render: name files, folders or playlists");
    if (options.output.empty()) throw UsageError("-o is missing: name the file to write");
    auto signal = signal_settings(options.signal);
    if (!signal) return fail_with(signal.error());
    auto list = media::list_tracks(options.sources);
    for (const auto& problem : list.problems) fail_with(problem);
    if (list.tracks.empty()) return fail_with({ErrorCode::not_found, "there is nothing to render"});

    const player::RenderSpec spec{.tracks = std::move(list.tracks),
                                  .output = options.output,
                                  .signal = *std::move(signal),
                                  .format = options.format,
                                  .sample_rate = options.sample_rate,
                                  .channels = options.channels,
                                  .start = options.start.value_or(player::Position{}),
                                  .duration = options.duration,
                                  .dither = options.dither};
    const StopSignal stop;
    ProgressBar progress("rendering");
    const auto show = [&](double done_s, double total_s) { progress.show(done_s, total_s); };
    auto report = player::render(spec, options.quiet ? player::RenderProgress() : show, stop.token());
    progress.clear();
    if (!report) return fail_with(report.error());
    print_report(options, *report);
    return ExitStatus::done;
}

}  // namespace

Subcommand add_render(CLI::App& program) {
    auto options = std::make_shared<RenderOptions>();
    auto& app = *program.add_subcommand("render", "Write what play would play to one file, as fast as the machine can");
    app.footer(kHelp);
    app.add_option("IN", options->sources, "What to render; - is standard input");
    app.add_option("-o,--output", options->output, "The file to write; - is standard output, as wav")->type_name("OUT");
    add_signal_options(app, options->signal);
    add_position(app, "--start", options->start, "Begin here: seconds (12.5 or 1:30) or frames of the output (48000f)");
    add_position(app, "--duration", options->duration, "Write this much: seconds or frames");
    add_sample_format(app, options->format, "Of the samples written (default: the first track's)");
    add_rate(app, options->sample_rate, "Of the output (default: the first track's)");
    add_channels(app, options->channels, "Of the output (default: the first track's)");
    add_choice<media::Dither>(app, "--dither", options->dither,
                              {{"none", media::Dither::none}, {"triangular", media::Dither::triangular}},
                              "Noise added before rounding to integers (default: none)");
    app.add_flag("--json", options->json, "Print the report as JSON");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options] { return render(*options); }};
}

}  // namespace attacca::app
