// attacca vad
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "enhancement_options.h"
#include "listening.h"
#include "option_values.h"
#include "sound_section.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"
#include "text_output.h"
#include "voice_hearing.h"
#include "voice_options.h"

namespace attacca::app {
namespace {

struct VadOptions {
    SoundSectionSpec section;
    std::string output;
    VoiceOptions voice;
    dsp::VoiceSettings cleaning;
    std::string device;
    std::size_t block_frames = 0;
    std::string folder;
    bool listens = false;
    bool probabilities = false;
    bool json = false;
    bool quiet = false;
};

constexpr double kLongestDoubt_s = 1.0;  // How far a segment's begin may lie before its decision.
constexpr const char* kHelp =
    R"(Each segment has its start and end in seconds, and how much had been heard when it was certain that it began. A segment
begins with --attack of certain speech and ends with --release of certain silence; what is less certain counts less. With
--prob, the probability of speech every 10 ms instead. With --cut, each segment is a file of its own, 0001.wav and on,
that begins --preroll earlier, though not inside the one before.

With --live, a device is heard until Ctrl-C, q or the end of --duration, and a line says when speech begins and ends.

The detector is Silero's where its model is installed, and the built-in one elsewhere; `attacca models` says which. With
Silero's, the built-in one has its say in where segments begin and end, as it knows sooner; --prob is Silero's alone.

Examples:
  attacca vad talk.mp3
  attacca vad talk.mp3 --vad builtin --json
  attacca vad meeting.flac --cut sentences --release 700
  attacca vad noise.wav --prob > probability.csv
  attacca vad street.wav --highpass 80
  attacca vad --live --device usb)";

void refuse_what_has_no_effect(const VadOptions& options, const CLI::App& app) {
    if (options.listens) {
        if (!options.section.source.empty())
            throw UsageError("--live: listens to a device, not to a file; leave out one of the two");
        if (options.section.start) throw UsageError("--start: only a file can be entered later");
        return;
    }
    for (const char* option : {"--device", "--buffer"}) {
        if (app.count(option) > 0)
            throw UsageError(std::string(option) + ": only for a device; give --live instead of a file");
    }
    if (options.section.source.empty())
        throw UsageError("nothing to listen to: name a recording, or give --live for a device");
}

VoiceReportKind kind_of(const VadOptions& options) {
    if (options.probabilities) return VoiceReportKind::probabilities;
    return options.listens ? VoiceReportKind::events : VoiceReportKind::segments;
}

struct Sound {
    std::string name;  ///< For errors.
    double sample_rate = 0.0;
    std::size_t channels = 0;
    media::SampleFormat format = media::SampleFormat::i16;
    std::uint64_t first_frame = 0;
};

Result<VoiceHearing> make_hearing(const VadOptions& options, const analysis::VoiceModel& model, const Sound& sound,
                                  VoiceHearing::Write write) {
    auto spec = options.voice.detector;
    spec.sample_rate = sound.sample_rate;
    spec.channels = sound.channels;
    spec.model = model;
    auto detector = analysis::VoiceDetector::create(spec);
    if (!detector) return fail(detector.error().code, sound.name + ": " + detector.error().detail);
    auto chain = dsp::VoiceChain::create(options.cleaning, sound.sample_rate, sound.channels);
    if (!chain) return fail(chain.error().code, sound.name + ": " + chain.error().detail);
    std::optional<SegmentCutter> cutter;
    if (!options.folder.empty()) {
        const double kept_s = kLongestDoubt_s + (spec.preroll_ms + spec.release_ms) / 1000.0 + 0.5;
        auto made = SegmentCutter::create(options.folder,
                                          {.sample_rate = static_cast<std::uint32_t>(std::lround(sound.sample_rate)),
                                           .channels = sound.channels,
                                           .format = media::storable_format("segment.wav", sound.format),
                                           .tags = {}},
                                          static_cast<std::size_t>(kept_s * sound.sample_rate));
        if (!made) return fail(made.error());
        cutter.emplace(*std::move(made));
    }
    return VoiceHearing(*std::move(detector), *std::move(chain), sound.sample_rate,
                        {.kind = kind_of(options), .json = options.json, .first_frame = sound.first_frame},
                        std::move(cutter), std::move(write));
}

void report(const VadOptions& options, const std::string& name, const VoiceHearing& hearing, double seconds) {
    if (options.quiet) return;
    std::fprintf(stderr, "%s: %zu segment%s, %s of speech in %s\n", printable(name).c_str(), hearing.segments(),
                 hearing.segments() == 1 ? "" : "s", clock_text(hearing.speech_s()).c_str(),
                 clock_text(seconds).c_str());
}

ExitStatus read_file(const VadOptions& options, const analysis::VoiceModel& model) {
    const StopSignal stop;
    auto section = SoundSection::open(options.section, stop.token());
    if (!section) return fail_with(section.error());
    const auto& info = section->info();
    auto output = TextOutput::open(options.output);
    if (!output) return fail_with(output.error());
    const double rate = info.sample_rate;
    auto hearing = make_hearing(options, model,
                                {.name = options.section.source,
                                 .sample_rate = rate,
                                 .channels = info.channels,
                                 .format = info.format,
                                 .first_frame = section->first_frame()},
                                [&output](std::string_view text) { output->write(text); });
    if (!hearing) return fail_with(hearing.error());
    ProgressBar progress("listening");
    const double total_s = section->duration_s().value_or(0.0);
    double done_s = 0.0;
    while (!output->unheard()) {
        const auto block = section->read(stop.token());
        if (!block) return fail_with(block.error());
        if (block->empty()) break;
        if (auto taken = hearing->take({*block, info.channels}); !taken) return fail_with(taken.error());
        done_s += static_cast<double>(block->size() / info.channels) / rate;
        if (!options.quiet) progress.show(done_s, total_s);
    }
    progress.clear();
    if (auto ended = hearing->finish(); !ended) return fail_with(ended.error());
    if (auto written = output->finish(); !written) return fail_with(written.error());
    report_damage(options.section.source, section->damage());
    report(options, options.section.source, *hearing, done_s);
    return ExitStatus::done;
}

ExitStatus listen(const VadOptions& options, const analysis::VoiceModel& model) {
    const StopSignal stop;
    auto listening = Listening::open(
        {.device = options.device, .block_frames = options.block_frames, .duration = options.section.duration}, stop);
    if (!listening) return fail_with(listening.error());
    auto output = TextOutput::open(options.output);
    if (!output) return fail_with(output.error());
    const std::string name = (*listening)->input().device_name();
    auto hearing =
        make_hearing(options, model,
                     {.name = name, .sample_rate = (*listening)->sample_rate(), .channels = (*listening)->channels()},
                     [&output](std::string_view text) { output->write(text); });
    if (!hearing) return fail_with(hearing.error());
    if (!options.quiet) std::fprintf(stderr, "%s\n", (*listening)->greeting(", " + name_of(model)).c_str());
    Status kept;
    auto ended = (*listening)->run([&](ConstAudioBlock block) {
        kept = hearing->take(block);
        output->flush();
        return kept && !output->unheard();
    });
    if (ended && !kept) ended = kept;
    if (auto finished = hearing->finish(); !finished && ended) ended = finished;
    if (auto written = output->finish(); !written && ended) ended = written;
    (*listening)->report_losses();
    report(options, name, *hearing, (*listening)->seconds());
    return ended ? ExitStatus::done : fail_with(ended.error());
}

ExitStatus vad(const VadOptions& options, const CLI::App& app) {
    refuse_what_has_no_effect(options, app);
    const auto model = options.voice.load();
    if (!model) return fail_with(model.error());
    return options.listens ? listen(options, *model) : read_file(options, *model);
}

}  // namespace

Subcommand add_vad(CLI::App& program) {
    auto options = std::make_shared<VadOptions>();
    auto& app = *program.add_subcommand("vad", "Find where somebody speaks, in a recording or live");
    app.footer(kHelp);
    app.add_option("IN", options->section.source, "What to listen to; - is standard input");
    app.add_option("-o,--output", options->output, "The file to write (default: standard output)")->type_name("OUT");
    app.add_flag("--live", options->listens, "Listen to a device");
    add_device(app, options->device);
    add_buffer(app, options->block_frames);
    add_voice_options(app, options->voice);
    add_cleaning_options(app, options->cleaning);
    app.add_flag("--prob", options->probabilities, "Print time_s,probability every 10 ms instead");
    app.add_option("--cut", options->folder, "Write each segment as a file into this folder")->type_name("DIR");
    app.add_flag("--json", options->json, "Print JSON, an object a line");
    add_position(app, "--start", options->section.start, "Begin here: seconds (12.5 or 1:30) or frames (48000f)");
    add_position(app, "--duration", options->section.duration, "Listen to this much: seconds or frames");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options, &app] { return vad(*options, app); }};
}

}  // namespace attacca::app
