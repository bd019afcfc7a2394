// attacca generate
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "attacca/dsp/signal_generator.h"
#include "attacca/media/encoder.h"
#include "option_values.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"

namespace attacca::app {
namespace {

struct GenerateOptions {
    dsp::SignalSpec signal;
    std::string output;
    std::optional<player::Position> duration;
    std::optional<double> frequency_hz;
    std::optional<media::SampleFormat> format;
};

constexpr std::size_t kBlockFrames = 16384;
constexpr double kSweepFromHz = 20.0;
constexpr const char* kHelp = R"(KIND is one of: sine, square, saw (both band-limited), white, pink, sweep (the same time for each octave),
linear-sweep, impulse, multitone.

Examples:
  attacca generate sine -o a4.wav --frequency 440 --duration 10
  attacca generate sweep -o sweep.flac --frequency 20 --to 20000 --level -6
  attacca generate multitone -o tones.wav --frequencies 100 1000 10000
  attacca generate pink -o - --seed 7 | attacca play -)";

Status write_signal(dsp::SignalGenerator& generator, media::Encoder& encoder, const dsp::SignalSpec& signal,
                    const StopSignal& stop) {
    ProgressBar progress("generating");
    std::vector<float> samples(kBlockFrames * signal.channels);
    for (;;) {
        if (stop.requested()) return fail(ErrorCode::cancelled, "stopped; no file was written");
        const AudioBlock block(samples, signal.channels);
        const std::size_t frames = generator.process(block);
        if (frames == 0) return encoder.finish();
        if (auto written = encoder.write(std::span<const float>(samples).first(frames * signal.channels)); !written) {
            return written;
        }
        progress.show(static_cast<double>(generator.position_frames()), static_cast<double>(generator.length_frames()));
    }
}

dsp::SignalSpec signal_spec(const GenerateOptions& options) {
    auto signal = options.signal;
    const bool sweeps = signal.kind == dsp::SignalKind::log_sweep || signal.kind == dsp::SignalKind::linear_sweep;
    if (sweeps) signal.frequency_hz = kSweepFromHz;
    if (options.frequency_hz) signal.frequency_hz = *options.frequency_hz;
    if (signal.kind == dsp::SignalKind::impulse && options.frequency_hz) {
        signal.impulse_repeat = dsp::ImpulseRepeat::at_frequency;
    }
    if (options.duration) {
        const auto& frames = options.duration->frames;
        signal.duration_s = frames ? static_cast<double>(*frames) / signal.sample_rate : options.duration->seconds;
    }
    return signal;
}

void check_below_half(const char* option, double frequency_hz, double sample_rate) {
    if (frequency_hz > 0.0 && frequency_hz < 0.5 * sample_rate) return;
    throw UsageError(formatted("%s: %g Hz cannot be: at a rate of %g Hz, frequencies lie between 0 and %g Hz", option,
                               frequency_hz, sample_rate, 0.5 * sample_rate));
}

void check_frequencies(const dsp::SignalSpec& signal) {
    using Kind = dsp::SignalKind;
    const bool sweeps = signal.kind == Kind::log_sweep || signal.kind == Kind::linear_sweep;
    if (signal.kind == Kind::multitone) {
        for (const double tone : signal.tones_hz) check_below_half("--frequencies", tone, signal.sample_rate);
    } else if (signal.kind != Kind::white && signal.kind != Kind::pink) {
        check_below_half("--frequency", signal.frequency_hz, signal.sample_rate);
    }
    if (sweeps) check_below_half("--to", signal.end_hz, signal.sample_rate);
}

ExitStatus generate(const GenerateOptions& options) {
    const auto signal = signal_spec(options);
    check_frequencies(signal);
    auto generator = dsp::SignalGenerator::create(signal);
    if (!generator) throw UsageError(generator.error().detail);
    const StopSignal stop;
    auto encoder = media::Encoder::open(options.output, {.sample_rate = static_cast<std::uint32_t>(signal.sample_rate),
                                                         .channels = signal.channels,
                                                         .format = options.format.value_or(media::SampleFormat::i24),
                                                         .tags = {}});
    if (!encoder) return fail_with(encoder.error());
    const auto written = write_signal(*generator, **encoder, signal, stop);
    return written ? ExitStatus::done : fail_with(written.error());
}

}  // namespace

Subcommand add_generate(CLI::App& program) {
    auto options = std::make_shared<GenerateOptions>();
    auto& signal = options->signal;
    auto& app = *program.add_subcommand("generate", "Write a test signal to a file");
    app.footer(kHelp);
    using Kind = dsp::SignalKind;
    add_choice<Kind>(app, "KIND", signal.kind,
                     {{"sine", Kind::sine},
                      {"square", Kind::square},
                      {"saw", Kind::saw},
                      {"white", Kind::white},
                      {"pink", Kind::pink},
                      {"sweep", Kind::log_sweep},
                      {"linear-sweep", Kind::linear_sweep},
                      {"impulse", Kind::impulse},
                      {"multitone", Kind::multitone}},
                     "The signal")
        ->type_name("")
        ->required();
    app.add_option("-o,--output", options->output, "The file to write; - is standard output, as wav")
        ->type_name("OUT")
        ->required();
    app.add_option("--frequency", options->frequency_hz,
                   "Of a tone (default: 440); where a sweep begins (20); how often an impulse comes (once)")
        ->type_name("HZ");
    app.add_option("--to", signal.end_hz, "Where a sweep ends (default: 20000)")->type_name("HZ");
    app.add_option("--frequencies", signal.tones_hz, "Of a multitone (default: 100 1000 10000)")->type_name("HZ");
    app.add_option("--level", signal.level_db, "Of the peak, 0 being full scale (default: -12)")->type_name("DB");
    app.add_option("--duty", signal.duty, "The share of a square's period that is high (default: 0.5)")
        ->type_name("SHARE");
    app.add_option("--seed", signal.seed, "Of noise: the same seed, the same samples (default: 1)")->type_name("N");
    app.add_option("--fade", signal.fade_ms, "Ramp at both ends (default: 0)")->type_name("MS");
    add_position(app, "--duration", options->duration, "Seconds (12.5 or 1:30) or frames (48000f) (default: 5)");
    add_rate(app, signal.sample_rate, "Of the file (default: 48000)");
    add_channels(app, signal.channels, "Of the file (default: 2)");
    add_sample_format(app, options->format, "Of the samples written (default: i24)");
    return {&app, [options] { return generate(*options); }};
}

}  // namespace attacca::app
