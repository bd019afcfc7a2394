// attacca spectrum
#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/picture/png.h"
#include "attacca/picture/spectrum_picture.h"
#include "option_values.h"
#include "spectrum_reader.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"
#include "text_output.h"

namespace attacca::app {
namespace {

struct SpectrumOptions {
    SpectrumReaderSpec reader;
    std::string output;
    std::string png_output;
    std::optional<picture::PictureSize> picture_size;
    std::optional<dsp::WindowKind> window;
    std::size_t bars = 0;
    std::size_t fft_length = 0;
    std::size_t hop_frames = 0;
    std::size_t channel = 0;
    bool spectrogram = false;
    bool json = false;
};

constexpr std::size_t kAverageLength = 8192;
constexpr std::size_t kSpectrogramLength = 2048;
constexpr std::size_t kSpectrogramPictureLength = 4096;
constexpr std::size_t kSpectrogramBars = 64;
constexpr const char* kHelp = R"(Without more, one spectrum of the whole file as CSV: the mean power in each bin. Levels are in dBFS, a full-scale
sine is 0, the floor is -120. With --spectrogram, a row for each moment, a column for each of 64 bands (--bars); as
JSON, a line of frequencies and then a line for each moment; as a picture, time to the right and frequency upward.

Examples:
  attacca spectrum song.flac -o song.csv
  attacca spectrum song.flac --spectrogram --png song.png --size 1920x1080
  attacca spectrum song.flac --bars 31 --start 1:00 --duration 10
  attacca spectrum take.wav --spectrogram --hop 480 --channel 1
  attacca generate sine -o - | attacca spectrum - --json)";

using nlohmann::json;

std::string line_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"; }

/// JSON without a score of digits that nobody measured.
json rounded(const auto& values) {
    json array = json::array();
    for (const double value : values) array.push_back(std::round(value * 1000.0) / 1000.0);
    return array;
}

json description(const SpectrumOptions& options, const SpectrumReader& reader) {
    const auto& analyzer = options.reader.analyzer;
    return {{"source", options.reader.section.source},
            {"sample_rate_hz", reader.info().sample_rate},
            {"fft", analyzer.fft_length},
            {"hop", analyzer.hop_frames},
            {"window", dsp::name(analyzer.window)},
            {"frequencies_hz", rounded(reader.frequencies_hz())}};
}

std::string csv_row(double first, std::span<const float> levels_db) {
    std::string row = formatted("%.4f", first);
    for (const float level : levels_db) row += formatted(",%.2f", static_cast<double>(level));
    return row + "\n";
}

Status write_spectrogram(const SpectrumOptions& options, SpectrumReader& reader, TextOutput& output,
                         const StopSignal& stop) {
    if (options.json) {
        output.write(line_of(description(options, reader)));
    } else {
        std::string heading = "time_s";
        for (const double frequency : reader.frequencies_hz()) heading += formatted(",%.2f", frequency);
        output.write(heading + "\n");
    }
    return reader.read(
        [&](double time_s, std::span<const float> levels_db) {
            output.write(options.json ? line_of({{"time_s", time_s}, {"levels_db", rounded(levels_db)}})
                                      : csv_row(time_s, levels_db));
            return !output.unheard();
        },
        stop.token());
}

bool draws(const SpectrumOptions& options) { return !options.png_output.empty(); }

picture::PictureSpec picture_spec(const SpectrumOptions& options) {
    return {.size = options.picture_size.value_or(kUsualPicture)};
}

Status write_picture(const picture::Canvas& canvas, TextOutput& output) {
    const auto file = picture::png_bytes(canvas);
    if (!file) return fail(file.error());
    output.write(*file);
    return {};
}

double total_s(const SpectrumReader& reader) {
    return static_cast<double>(reader.info().frames.value_or(0)) / reader.info().sample_rate;
}

Status draw_spectrogram(const SpectrumOptions& options, SpectrumReader& reader, TextOutput& output, const StopSignal& stop) {
    const double hop_s = static_cast<double>(options.reader.analyzer.hop_frames) / reader.info().sample_rate;
    picture::SpectrogramPicture drawing(reader.frequencies_hz(), hop_s, picture_spec(options));
    ProgressBar progress("analyzing");
    auto read = reader.read(
        [&](double time_s, std::span<const float> levels_db) {
            drawing.add(time_s, levels_db);
            progress.show(time_s, total_s(reader));
            return true;
        },
        stop.token());
    return read ? write_picture(drawing.draw(), output) : read;
}

Status write_average(const SpectrumOptions& options, SpectrumReader& reader, TextOutput& output, const StopSignal& stop) {
    SpectrumAverage average;
    ProgressBar progress("analyzing");
    auto read = reader.read(
        [&](double time_s, std::span<const float> levels_db) {
            average.add(levels_db);
            progress.show(time_s, total_s(reader));
            return true;
        },
        stop.token());
    if (!read) return read;
    const auto levels = average.levels_db();
    if (draws(options)) {
        const std::vector<float> drawn(levels.begin(), levels.end());
        return write_picture(picture::spectrum_picture(reader.frequencies_hz(), drawn, picture_spec(options)), output);
    }
    if (options.json) {
        auto value = description(options, reader);
        value["hops"] = average.hops();
        value["levels_db"] = rounded(levels);
        output.write(line_of(value));
        return {};
    }
    output.write("frequency_hz,level_db\n");
    for (std::size_t i = 0; i < levels.size(); ++i) {
        output.write(formatted("%.3f,%.2f\n", reader.frequencies_hz()[i], levels[i]));
    }
    return {};
}

/// What a picture needs differs: all bins, and a window whose lobe is narrow rather than flat.
void settle(SpectrumOptions& options) {
    if (options.output.ends_with(".png")) std::swap(options.output, options.png_output);
    if (draws(options) && options.json) throw UsageError("--json: a picture has no JSON; give one of the two");
    if (!draws(options) && options.picture_size) throw UsageError("--size: only a picture has one; give --png too");
    if (draws(options) && options.bars == 1) throw UsageError("--bars: a picture takes at least two");
    const bool draws_moments = draws(options) && options.spectrogram;
    auto& spec = options.reader;
    spec.scale = options.bars > 0 || (options.spectrogram && !draws_moments) ? SpectrumScale::bars : SpectrumScale::bins;
    spec.analyzer.bars = options.bars > 0 ? options.bars : kSpectrogramBars;
    spec.analyzer.fft_length = options.fft_length > 0 ? options.fft_length
                               : draws_moments        ? kSpectrogramPictureLength
                               : options.spectrogram  ? kSpectrogramLength
                                                      : kAverageLength;
    spec.analyzer.hop_frames = options.hop_frames > 0 ? options.hop_frames
                                                            : spec.analyzer.fft_length / (draws_moments ? 8 : 4);
    spec.analyzer.window = options.window.value_or(draws_moments ? dsp::WindowKind::hann : dsp::WindowKind::flat_top);
    if (options.channel > 0) spec.channel = options.channel - 1;
}

Status write_result(const SpectrumOptions& options, SpectrumReader& reader, TextOutput& output, const StopSignal& stop) {
    if (!options.spectrogram) return write_average(options, reader, output, stop);
    return (draws(options) ? draw_spectrogram : write_spectrogram)(options, reader, output, stop);
}

ExitStatus spectrum(SpectrumOptions options) {
    settle(options);
    const StopSignal stop;
    auto reader = SpectrumReader::open(options.reader, stop.token());
    if (!reader) {
        if (reader.error().code == ErrorCode::invalid_argument) throw UsageError(reader.error().detail);
        return fail_with(reader.error());
    }
    auto output = TextOutput::open(draws(options) ? options.png_output : options.output);
    if (!output) return fail_with(output.error());
    auto written = write_result(options, *reader, *output, stop);
    if (written) written = output->finish();
    return written ? ExitStatus::done : fail_with(written.error());
}

}  // namespace

Subcommand add_spectrum(CLI::App& program) {
    auto options = std::make_shared<SpectrumOptions>();
    auto& app = *program.add_subcommand("spectrum", "Measure the spectrum of a file, as a whole or moment by moment");
    app.footer(kHelp);
    app.add_option("IN", options->reader.section.source, "What to measure; - is standard input")->required();
    auto* output =
        app.add_option("-o,--output", options->output, "The file to write; *.png is a picture (default: standard output)")
            ->type_name("OUT");
    app.add_option("--png", options->png_output, "Draw a picture into this file; - is standard output")
        ->type_name("FILE")
        ->excludes(output);
    add_picture_size(app, options->picture_size);
    app.add_flag("--spectrogram", options->spectrogram, "A row for each moment");
    app.add_option("--bars", options->bars, "So many bands, evenly spread by ear, instead of the transform's bins")
        ->type_name("N")
        ->check(CLI::Range(1, 1024));
    app.add_option("--fft", options->fft_length, "Length of the transform (default: 8192; of a spectrogram 2048, drawn 4096)")
        ->type_name("FRAMES");
    app.add_option("--hop", options->hop_frames, "From one transform to the next (default: a quarter of its length, drawn an eighth)")
        ->type_name("FRAMES");
    using Window = dsp::WindowKind;
    std::vector<Choice<std::optional<Window>>> windows;
    for (const auto window : {Window::rectangular, Window::hann, Window::hamming, Window::blackman_harris, Window::flat_top}) {
        windows.push_back({std::string(dsp::name(window)), window});
    }
    add_choice<std::optional<Window>>(app, "--window", options->window, windows,
                                      "Default: flat-top, which reads levels right; hann for a drawn spectrogram");
    app.add_option("--channel", options->channel, "Only this one, from 1 on (default: the mean of all)")
        ->type_name("N")
        ->check(CLI::Range(1, 8));
    add_position(app, "--start", options->reader.section.start, "Begin here: seconds (12.5 or 1:30) or frames (48000f)");
    add_position(app, "--duration", options->reader.section.duration, "Measure this much: seconds or frames");
    app.add_flag("--json", options->json, "Print JSON");
    return {&app, [options] { return spectrum(*options); }};
}

}  // namespace attacca::app
