// attacca transcribe
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "attacca/base/whole_file.h"
#include "chosen_model.h"
#include "enhancement_options.h"
#include "model_places.h"
#include "option_values.h"
#include "recognizer_options.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"
#include "transcription.h"
#include "voice_options.h"

namespace attacca::app {
namespace {

using Path = std::filesystem::path;

struct TranscribeOptions {
    std::vector<std::string> sources;
    SoundSectionSpec section;  ///< But for its source.
    std::string output;
    std::optional<TranscriptFormat> format;
    speech::RecognizerSpec recognizer;
    std::string grammar_path;
    VoiceOptions voice;
    dsp::VoiceSettings enhancement;
    std::size_t jobs = 0;  ///< 0: as suits the machine.
    bool quiet = false;
};

constexpr std::uint64_t kLargestGrammar = 1 << 20;
constexpr std::size_t kMostJobs = 4;  ///< Unless told otherwise.
constexpr const char* kHelp =
    R"(A voice detector finds where somebody speaks, and a recognizer what is said there; each passage between two pauses is a
line of text. Subtitles (srt, vtt) are cut where they are easily read; JSON has the time and confidence of each word.
The extension of OUT chooses the format. With several recordings, or where OUT is a folder or ends in /, each gets a file
of its name there.

With --grammar, only sentences of a JSGF grammar are heard, and JSON has the tags of each.

Without --engine, the recognizer is that which `attacca models use` has chosen, or the best that has a model.
PocketSphinx, which needs no more than Debian's packages, is good at commands and no more than a draft at dictation;
whisper.cpp, sherpa-onnx and Vosk are better where they and a model are installed.

Examples:
  attacca transcribe talk.mp3
  attacca transcribe talk.mp3 -o talk.srt
  attacca transcribe interviews/*.flac -o texts/ --format json
  attacca transcribe orders.wav --grammar lights.gram --format json
  attacca transcribe lecture.ogg --start 1:30 --duration 60 --engine pocketsphinx
  arecord -f cd | attacca transcribe -)";

constexpr const char* ending_of(TranscriptFormat format) {
    switch (format) {
        case TranscriptFormat::srt:
            return ".srt";
        case TranscriptFormat::vtt:
            return ".vtt";
        case TranscriptFormat::json:
            return ".json";
        case TranscriptFormat::txt:
            break;
    }
    return ".txt";
}

TranscriptFormat format_of(const TranscribeOptions& options) {
    if (options.format) return *options.format;
    for (const auto format : {TranscriptFormat::srt, TranscriptFormat::vtt, TranscriptFormat::json}) {
        if (options.output.ends_with(ending_of(format))) return format;
    }
    return TranscriptFormat::txt;
}

bool writes_to_folder(const TranscribeOptions& options) {
    if (options.output.empty() || options.output == "-") return false;
    std::error_code error;
    return options.output.ends_with('/') || options.sources.size() > 1 ||
           std::filesystem::is_directory(options.output, error);
}

/// Where the text of each source goes; empty: to standard output.
std::vector<std::string> outputs_of(const TranscribeOptions& options, TranscriptFormat format) {
    if (!writes_to_folder(options)) {
        if (options.sources.size() > 1 && format != TranscriptFormat::txt)
            throw UsageError("several recordings need a folder for their files: give -o FOLDER/");
        return std::vector<std::string>(options.sources.size(), options.output);
    }
    std::vector<std::string> paths;
    std::set<std::string> taken;
    for (const std::string& source : options.sources) {
        const std::string name = source == "-" ? "standard-input" : Path(source).stem().string();
        paths.push_back((Path(options.output) / (name + ending_of(format))).string());
        if (!taken.insert(paths.back()).second)
            throw UsageError(printable(paths.back()) + ": two recordings would be written there; rename one");
    }
    return paths;
}

Status make_folder(const TranscribeOptions& options) {
    if (!writes_to_folder(options)) return {};
    std::error_code error;
    std::filesystem::create_directories(options.output, error);
    if (!error) return {};
    return fail(ErrorCode::permission, options.output + ": the folder cannot be made: " + error.message());
}

/// The options with what the grammar's file says.
Status read_grammar(TranscribeOptions& options, TranscriptionSpec& spec) {
    if (options.grammar_path.empty()) return {};
    auto text = read_whole_file(options.grammar_path, kLargestGrammar);
    if (!text) return fail(text.error());
    auto grammar = speech::Grammar::parse(*text, options.grammar_path);
    if (!grammar) return fail(grammar.error());
    spec.grammar = *std::move(grammar);
    options.recognizer.task = speech::SpeechTask::commands;
    options.recognizer.grammar = *std::move(text);
    options.recognizer.grammar_name = options.grammar_path;
    return {};
}

void report(const std::string& source, const TranscriptionCounts& counts, const std::string& engine) {
    std::fprintf(stderr, "%s: %zu passage%s, %zu word%s in %s, by %s\n", printable(source).c_str(), counts.passages,
                 counts.passages == 1 ? "" : "s", counts.words, counts.words == 1 ? "" : "s",
                 clock_text(counts.heard_s).c_str(), engine.c_str());
}

/// How many recognizers at most. Each has a model of its own in memory; commands take next to no time.
std::size_t jobs_of(const TranscribeOptions& options) {
    if (options.jobs > 0) return options.jobs;
    if (options.recognizer.task == speech::SpeechTask::commands) return 1;
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostJobs);
}

/// Recordings one after the other, by one crew.
class Transcriber {
public:
    Transcriber(const TranscribeOptions& options, const TranscriptionSpec& spec) : options_(options), spec_(spec) {}

    /// Failure: at once; what the crew tells later is reported then, and that it was stopped at the end.
    Status take(const std::string& source, const std::string& path) {
        unheard_.push_back(source);
        if (stop_.requested()) return {};
        Status begun = begin(source, path);
        if (begun || begun.error().code == ErrorCode::cancelled) return {};
        unheard_.pop_back();
        return begun;
    }

    ExitStatus finish() {
        if (crew_ != nullptr) crew_->finish();
        progress_.clear();
        if (!unheard_.empty()) fail_at({ErrorCode::cancelled, "stopped before the end of " + unheard_.front()});
        return status_;
    }

    void fail_at(const Error& error) {
        progress_.clear();
        status_ = fail_with(error);
    }

private:
    Status begin(const std::string& source, const std::string& path) {
        auto section_spec = options_.section;
        section_spec.source = source;
        auto section = SoundSection::open(section_spec, stop_.token());
        if (!section) return fail(section.error());
        if (crew_ == nullptr) {
            auto crew = speech::SpeechCrew::create(
                jobs_of(options_), [this] { return open_chosen_recognizer(options_.recognizer, model_folders()); },
                stop_.token());
            if (!crew) return fail(crew.error());
            crew_ = *std::move(crew);
        }
        auto output = TextOutput::open(path);
        if (!output) return fail(output.error());
        const double total_s = section->duration_s().value_or(0.0);
        transcribe_section(
            spec_, source, *std::move(section), *crew_, *std::move(output),
            [&](double done_s) {
                if (!options_.quiet) progress_.show(done_s, total_s);
            },
            [this, source](const Result<TranscriptionCounts>& counts) { tell_of(source, counts); }, stop_.token());
        return {};
    }

    void tell_of(const std::string& source, const Result<TranscriptionCounts>& counts) {
        unheard_.pop_front();
        if (!counts) return fail_at(counts.error());
        progress_.clear();
        report_damage(source, counts->damage);
        if (!options_.quiet) report(source, *counts, std::string(crew_->engine()));
    }

    const TranscribeOptions& options_;
    const TranscriptionSpec& spec_;
    const StopSignal stop_;
    ProgressBar progress_{"transcribing"};
    ExitStatus status_ = ExitStatus::done;
    std::deque<std::string> unheard_;  ///< Recordings that were not told of yet.
    std::unique_ptr<speech::SpeechCrew> crew_;
};

ExitStatus transcribe(TranscribeOptions options) {
    if (options.sources.empty()) throw UsageError("nothing to transcribe: name a recording; - is standard input");
    const TranscriptFormat format = format_of(options);
    const auto outputs = outputs_of(options, format);
    TranscriptionSpec spec{.format = format, .language = options.recognizer.language};
    if (auto read = read_grammar(options, spec); !read) return fail_with(read.error());
    auto model = options.voice.load();
    if (!model) return fail_with(model.error());
    spec.stream.detector = options.voice.detector;
    spec.stream.detector.model = *std::move(model);
    spec.stream.enhancement = options.enhancement;
    if (auto made = make_folder(options); !made) return fail_with(made.error());
    Transcriber transcriber(options, spec);
    for (std::size_t i = 0; i < options.sources.size(); ++i) {
        const Status taken = transcriber.take(options.sources[i], outputs[i]);
        if (taken) continue;
        transcriber.fail_at(taken.error());
        // One bad recording does not keep the others from being heard.
        if (taken.error().code == ErrorCode::unavailable) break;
    }
    return transcriber.finish();
}

}  // namespace

Subcommand add_transcribe(CLI::App& program) {
    auto options = std::make_shared<TranscribeOptions>();
    // Nobody waits: sentences stay whole over their pauses, and soft beginnings are kept.
    options->voice.detector.release_ms = 700.0;
    options->voice.detector.preroll_ms = 300.0;
    auto& app = *program.add_subcommand("transcribe", "Write what is said in recordings, as text, subtitles or JSON");
    app.footer(kHelp);
    app.add_option("IN", options->sources, "What to listen to; - is standard input");
    app.add_option("-o,--output", options->output, "The file to write, or a folder (default: standard output)")
        ->type_name("OUT");
    add_choice<std::optional<TranscriptFormat>>(app, "--format", options->format,
                                                {{"txt", TranscriptFormat::txt},
                                                 {"srt", TranscriptFormat::srt},
                                                 {"vtt", TranscriptFormat::vtt},
                                                 {"json", TranscriptFormat::json}},
                                                "Whatever the extension of OUT");
    add_recognizer_options(app, options->recognizer);
    app.add_option("--grammar", options->grammar_path, "Hear only the sentences of this JSGF grammar")
        ->type_name("FILE");
    app.add_option("-j,--jobs", options->jobs,
                   "Passages at a time, where the engine takes one processor and little memory (default: as many as "
                   "there are processors, 4 at most; with --grammar 1)")
        ->type_name("COUNT")
        ->check(CLI::Range(1, 64));
    add_voice_options(app, options->voice);
    add_enhancement_options(app, options->enhancement);
    add_position(app, "--start", options->section.start, "Begin here: seconds (12.5 or 1:30) or frames (48000f)");
    add_position(app, "--duration", options->section.duration, "Listen to this much: seconds or frames");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options] { return transcribe(*options); }};
}

}  // namespace attacca::app
