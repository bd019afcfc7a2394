// attacca notes
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/picture/piano_roll_view.h"
#include "attacca/picture/png.h"
#include "attacca/picture/spectrum_picture.h"
#include "attacca/player/note_file.h"
#include "midi_port_option.h"
#include "note_reader.h"
#include "note_report.h"
#include "note_session.h"
#include "option_values.h"
#include "pitch_report.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"
#include "text_output.h"

namespace attacca::app {
namespace {

enum class NotesFormat { csv, json, midi, png };

struct NotesOptions {
    NoteReaderSpec reader;
    NoteSessionSpec live;
    std::string output;
    std::optional<NotesFormat> format;
    std::optional<picture::PictureSize> picture_size;
    std::optional<double> beats_per_minute;
    std::optional<int> steps_per_bar;
    bool listens = false;
    bool json = false;
    bool detected = false;
    bool mono = false;
    bool f0 = false;
    bool quiet = false;
};

constexpr double kLowestA4 = 400.0;
constexpr double kHighestA4 = 480.0;
constexpr int kBeatsPerBar = 4;
constexpr double kShortestPicture_s = 0.01;

constexpr const char* kHelp =
    R"(Each note has its onset and offset in seconds, its MIDI pitch (60 is C4, middle C), a velocity from 1 to 127 and a
confidence from 0 to 1. JSON, an object a line, adds its name, frequency, and cents from the tempered pitch. With --f0,
the pitch of one voice every 10 ms instead, 0 Hz where nothing sounds.
The extension of OUT chooses what is written: .csv, .json or .jsonl, .mid or .midi, .png (a piano roll).

With --live, a device is heard until Ctrl-C, q or the end of --duration, and each note is a line when it begins and
another when it ends; with --json, an event. OUT is written at the end, --midi-out plays the notes meanwhile: on a port by
its number or a part of its name, or on a port of Attacca's own, which others connect to.

Examples:
  attacca notes sonata.flac
  attacca notes song.mp3 -o song.mid --tempo 96 --quantize 16
  attacca notes aria.wav --profile soprano --mono --json
  attacca notes lute.flac --a4 auto -o lute.png --size 1920x1080
  attacca notes aria.wav --f0 -o aria.f0.csv
  attacca notes concert.flac --start 1:30 --duration 10 --detected
  attacca notes --live --device usb --buffer 128 --stats
  attacca notes --midi-out list
  attacca notes --live --midi-out virtual -o session.mid)";

NotesFormat format_of(const NotesOptions& options) {
    if (options.format) return *options.format;
    if (options.json && !options.listens) return NotesFormat::json;
    const auto ends = [&](const char* extension) { return options.output.ends_with(extension); };
    if (ends(".json") || ends(".jsonl")) return NotesFormat::json;
    if (ends(".mid") || ends(".midi")) return NotesFormat::midi;
    if (ends(".png")) return NotesFormat::png;
    return NotesFormat::csv;
}

/// Options that would change nothing are a mistake of the user's, who should know.
void refuse_what_has_no_effect(const NotesOptions& options, NotesFormat format) {
    if (options.json && format != NotesFormat::json && !options.listens)
        throw UsageError("--json: --format says otherwise; give one of the two");
    if (options.detected && format != NotesFormat::csv)
        throw UsageError("--detected: is a column of CSV; JSON always has it");
    if (format != NotesFormat::midi) {
        if (options.beats_per_minute) throw UsageError("--tempo: only a MIDI file has one; give -o OUT.mid");
        if (options.steps_per_bar) throw UsageError("--quantize: only for a MIDI file; give -o OUT.mid");
    }
    if (options.picture_size && format != NotesFormat::png)
        throw UsageError("--size: only a picture has one; give -o OUT.png");
}

void refuse_what_is_not_live(const NotesOptions& options, NotesFormat format) {
    if (!options.reader.section.source.empty())
        throw UsageError("--live: listens to a device, not to a file; leave out one of the two");
    if (options.reader.section.start) throw UsageError("--start: only a file can be entered later");
    if (format == NotesFormat::png) throw UsageError("--live: a piano roll is drawn of a file; give -o OUT.mid");
    if (options.f0) throw UsageError("--f0: only of a file; attacca tune --json shows the pitch of a device");
    const bool to_file = !options.output.empty();
    if (options.output == "-") throw UsageError("--output: live notes are printed as they come; leave it out");
    if (!to_file && options.format && format != NotesFormat::json)
        throw UsageError("--format: is that of OUT; live notes are printed as text, or with --json");
    if (!to_file && options.detected) throw UsageError("--detected: is a column of OUT; JSON always has it");
}

void refuse_what_is_live_only(const NotesOptions& options, const CLI::App& app) {
    for (const char* option : {"--device", "--buffer", "--midi-out", "--stats"}) {
        if (app.count(option) > 0)
            throw UsageError(std::string(option) + ": only for a device; give --live instead of a file");
    }
    if (options.reader.section.source.empty())
        throw UsageError("nothing to listen to: name a recording, or give --live for a device");
}

Result<std::string> note_roll(const NotesOptions& options, double begin_s, const FoundNotes& found) {
    const auto size = options.picture_size.value_or(kUsualPicture);
    std::vector<picture::RollNote> notes;
    for (const auto& note : found.notes) {
        notes.push_back({.onset_s = note.onset_s,
                         .offset_s = note.offset_s,
                         .midi_pitch = note.note.midi_pitch,
                         .velocity = note.note.velocity});
    }
    picture::PianoRollView view;
    view.resize(size, picture::picture_scale(size));
    view.set_window({.begin_s = begin_s, .duration_s = std::max(found.duration_s, kShortestPicture_s)});
    view.set_pitches(picture::pitches_around(notes));
    view.set_notes(notes);
    view.draw();
    return picture::png_bytes(view.canvas());
}

/// `begin_s`: where in the file the listening began.
Result<std::string> in_format(const NotesOptions& options, NotesFormat format, double begin_s,
                              const FoundNotes& found) {
    switch (format) {
        case NotesFormat::csv:
            break;
        case NotesFormat::json:
            return notes_json(found.notes, found.a4_hz);
        case NotesFormat::midi: {
            media::MidiFileSpec spec;
            if (options.beats_per_minute) spec.beats_per_minute = *options.beats_per_minute;
            if (options.steps_per_bar) spec.steps_per_beat = *options.steps_per_bar / kBeatsPerBar;
            return player::notes_midi(found.notes, spec);
        }
        case NotesFormat::png:
            return note_roll(options, begin_s, found);
    }
    return player::notes_csv(found.notes, options.detected ? player::DetectedColumn::yes : player::DetectedColumn::no);
}

Status write_notes(const NotesOptions& options, NotesFormat format, double begin_s, const FoundNotes& found,
                   TextOutput& output) {
    const auto text = in_format(options, format, begin_s, found);
    if (!text) return fail(text.error());
    output.write(*text);
    return output.finish();
}

void report(const NotesOptions& options, const NoteReader& reader, const FoundNotes& found) {
    const std::string source = printable(options.reader.section.source);
    report_damage(options.reader.section.source, reader.section().damage());
    if (options.quiet) return;
    std::fprintf(stderr, "%s: %zu note%s in %s, A4 at %.1f Hz\n", source.c_str(), found.notes.size(),
                 found.notes.size() == 1 ? "" : "s", clock_text(found.duration_s).c_str(), found.a4_hz);
}

ExitStatus track_pitch(const NotesOptions& options, NotesFormat format) {
    if (format != NotesFormat::csv && format != NotesFormat::json) {
        throw UsageError("--f0: is written as CSV or JSON; give -o OUT.csv");
    }
    const StopSignal stop;
    auto section = SoundSection::open(options.reader.section, stop.token());
    if (!section) return fail_with(section.error());
    auto output = TextOutput::open(options.output);
    if (!output) return fail_with(output.error());
    ProgressBar progress("tracking");
    const double total_s = section->duration_s().value_or(0.0);
    const auto show = [&](double done_s) {
        if (!options.quiet) progress.show(done_s, total_s);
    };
    const auto pitch_format = format == NotesFormat::json ? PitchFormat::json : PitchFormat::csv;
    auto written = write_pitch(*section, options.reader.profile, pitch_format, *output, show, stop.token());
    progress.clear();
    if (written) written = output->finish();
    return written ? ExitStatus::done : fail_with(written.error());
}

ExitStatus listen(const NotesOptions& options, NotesFormat format) {
    NoteSessionSpec spec = options.live;
    spec.recognizer = options.reader.recognizer;
    spec.profile = options.reader.profile;
    spec.duration = options.reader.section.duration;
    const bool json_printed = options.json || (options.output.empty() && format == NotesFormat::json);
    spec.voice = json_printed ? NoteVoice::json : NoteVoice::text;
    spec.quiet = options.quiet;
    const StopSignal stop;
    NoteSession session(std::move(spec), stop);
    if (options.output.empty()) return session.run({});
    auto output = TextOutput::open(options.output);
    if (!output) return fail_with(output.error());
    return session.run([&](const FoundNotes& found) { return write_notes(options, format, 0.0, found, *output); });
}

ExitStatus read_file(const NotesOptions& options, NotesFormat format) {
    const StopSignal stop;
    auto reader = NoteReader::open(options.reader, stop.token());
    if (!reader) return fail_with(reader.error());
    auto output = TextOutput::open(options.output);
    if (!output) return fail_with(output.error());
    ProgressBar progress("recognizing");
    const auto& section = reader->section();
    const double total_s = section.duration_s().value_or(0.0);
    const auto found = reader->read(
        [&](double done_s) {
            if (!options.quiet) progress.show(done_s, total_s);
        },
        stop.token());
    progress.clear();
    if (!found) return fail_with(found.error());
    const double begin_s = static_cast<double>(section.first_frame()) / section.info().sample_rate;
    const auto written = write_notes(options, format, begin_s, *found, *output);
    if (!written) return fail_with(written.error());
    report(options, *reader, *found);
    return ExitStatus::done;
}

ExitStatus notes(NotesOptions options, const CLI::App& app) {
    if (midi_ports_asked_for(options.live.midi_port)) {
        print_midi_ports();
        return ExitStatus::done;
    }
    const NotesFormat format = format_of(options);
    if (options.listens) {
        refuse_what_is_not_live(options, format);
    } else {
        refuse_what_is_live_only(options, app);
    }
    refuse_what_has_no_effect(options, format);
    if (options.mono) options.reader.recognizer.voices = analysis::Voices::one;
    if (options.listens) return listen(options, format);
    return options.f0 ? track_pitch(options, format) : read_file(options, format);
}

CLI::Option* add_a4(CLI::App& app, analysis::NoteRecognizerSpec& target) {
    const auto take = [&target](const std::string& text) {
        if (text == "auto") {
            target.tuning = analysis::Tuning::automatic;
            return;
        }
        const char* end = text.data() + text.size();
        const auto [parsed, error] = std::from_chars(text.data(), end, target.a4_hz);
        if (error != std::errc() || parsed != end || !(target.a4_hz >= kLowestA4 && target.a4_hz <= kHighestA4)) {
            throw CLI::ValidationError("--a4", "\"" + text + "\": expected 400 to 480 Hz, or auto");
        }
    };
    return app.add_option_function<std::string>("--a4", take, "What A4 is tuned to; auto finds it (default: 440)")
        ->type_name("HZ|auto");
}

void add_profile(CLI::App& app, std::optional<analysis::VoiceProfile>& target) {
    std::vector<Choice<std::optional<analysis::VoiceProfile>>> choices;
    for (const auto& profile : analysis::voice_profiles()) choices.push_back({std::string(profile.name), profile});
    add_choice<std::optional<analysis::VoiceProfile>>(app, "--profile", target, choices,
                                                      "Only the range of this voice");
}

}  // namespace

Subcommand add_notes(CLI::App& program) {
    auto options = std::make_shared<NotesOptions>();
    auto& reader = options->reader;
    auto& app = *program.add_subcommand(
        "notes", "Write the notes of a recording as CSV, JSON, MIDI or a piano roll; print and play those of a device");
    app.footer(kHelp);
    app.add_option("IN", reader.section.source, "What to listen to; - is standard input");
    app.add_option("-o,--output", options->output, "The file to write (default: CSV to standard output)")
        ->type_name("OUT");
    app.add_flag("--live", options->listens, "Listen to a device, and print its notes as they begin and end");
    add_device(app, options->live.device);
    add_buffer(app, options->live.block_frames, kLiveBlockFrames);
    app.add_option("--midi-out", options->live.midi_port, "Play the live notes on a MIDI port, too; list names them")
        ->type_name("PORT|virtual|list");
    app.add_flag("--stats", options->live.statistics, "At the end, print how long the notes took, as measured");
    using Format = std::optional<NotesFormat>;
    add_choice<Format>(app, "--format", options->format,
                       {{"csv", NotesFormat::csv},
                        {"json", NotesFormat::json},
                        {"midi", NotesFormat::midi},
                        {"png", NotesFormat::png}},
                       "Whatever the extension of OUT");
    app.add_flag("--json", options->json, "Print JSON, an object a line");
    auto* detected = app.add_flag("--detected", options->detected,
                                  "Add a column: how much had been heard when the note was certain, in seconds");
    add_profile(app, reader.profile);
    auto* mono = app.add_flag("--mono", options->mono, "One voice: at most one note at a time");
    auto* a4 = add_a4(app, reader.recognizer);
    auto* shortest =
        app.add_option("--min-note-ms", reader.recognizer.shortest_note_ms, "Leave out shorter notes (default: 50)")
            ->type_name("MS")
            ->check(within(10.0, 1000.0));
    app.add_flag("--f0", options->f0, "Write the pitch of one voice instead: time_s,f0_hz,confidence every 10 ms")
        ->excludes(detected, mono, a4, shortest);
    app.add_option("--tempo", options->beats_per_minute, "Of the MIDI file, in quarter notes a minute (default: 120)")
        ->type_name("BPM")
        ->check(within(4.0, 1000.0));
    using Steps = std::optional<int>;
    add_choice<Steps>(app, "--quantize", options->steps_per_bar,
                      {{"4", 4}, {"8", 8}, {"12", 12}, {"16", 16}, {"24", 24}, {"32", 32}},
                      "Move the MIDI file's notes to the nearest of so many parts of a whole note");
    add_picture_size(app, options->picture_size);
    add_position(app, "--start", reader.section.start, "Begin here: seconds (12.5 or 1:30) or frames (48000f)");
    add_position(app, "--duration", reader.section.duration, "Listen to this much: seconds or frames");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options, &app] { return notes(*options, app); }};
}

}  // namespace attacca::app
