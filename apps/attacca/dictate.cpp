// attacca dictate
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/base/whole_file.h"
#include "dictate_session.h"
#include "enhancement_options.h"
#include "option_values.h"
#include "recognizer_options.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "voice_options.h"

namespace attacca::app {
namespace {

struct DictateOptions {
    std::string key = "Ctrl+Alt+Space";
    typing::KeySystem key_system = typing::KeySystem::automatic;
    typing::TalkMode mode = typing::TalkMode::toggle;
    bool live = false;
    std::vector<std::string> targets;
    speech::RecognizerSpec recognizer;
    std::string grammar;
    std::string commands;
    std::string wake;
    std::optional<speech::Punctuation> punctuation;
    bool digits = false;
    bool tones = true;
    bool notices = true;
    bool statistics = false;
    bool quiet = false;
    VoiceOptions voice;
    dsp::VoiceSettings enhancement;
    std::string device;
    std::size_t block_frames = 0;
    std::string signal;
};

constexpr std::uint64_t kLongestGrammar_bytes = 1'000'000;
constexpr const char* kNoKey = "none";
constexpr const char* kHelp =
    R"(Press the key, speak, and the words stand in the window that has the keyboard. Say "comma", "full stop", "new line",
"cap", "literal comma"; --punctuation off leaves these words as they are. The key is taken from other programs on X11;
on Wayland it is read from /dev/input where this user may, or let a shortcut of the desktop call attacca dictate --signal
toggle.

Where text goes (--to, more than once if you like): window, stdout, clipboard, paste, socket:PATH, tcp:HOST:PORT. A
socket gets lines of JSON, {"type":"partial" or "final","text":"..."}.

With --grammar, only what a JSGF grammar allows is understood; with --commands too, it is not typed but runs programs:
{"lights on": ["light-switch", "--on"]}, by the grammar's tags or the words said, without a shell.

Examples:
  attacca dictate
  attacca dictate --mode hold --key RightCtrl --digits
  attacca dictate --live --to stdout
  attacca dictate --grammar home.jsgf --commands home.json --live
  attacca dictate --wake "hey computer" --to paste
  attacca dictate --signal toggle)";

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

ExitStatus send(const std::string& word) {
    const auto signal = typing::parse_signal(word);
    if (!signal) throw UsageError("--signal: " + signal.error().detail);
    const auto sent = typing::send_signal(control_path(variable("XDG_RUNTIME_DIR")), *signal);
    if (sent) return ExitStatus::done;
    if (sent.error().code != ErrorCode::not_found) return fail_with(sent.error());
    return fail_with({ErrorCode::not_found, "attacca dictate does not run; start it first"});
}

void refuse_what_has_no_effect(const DictateOptions& options) {
    if (!options.commands.empty() && options.grammar.empty())
        throw UsageError("--commands: needs --grammar, which says what can be understood");
    if (options.live && !options.wake.empty())
        throw UsageError("--wake: with --live all is meant that is said; leave out one of the two");
}

Result<std::vector<std::unique_ptr<typing::TextTarget>>> open_targets(const DictateOptions& options,
                                                                      const typing::Desktop& desktop) {
    auto names = options.targets;
    if (names.empty() && options.commands.empty()) names.emplace_back("window");
    std::vector<std::unique_ptr<typing::TextTarget>> targets;
    for (const auto& name : names) {
        if (name == "stdout") {
            targets.push_back(std::make_unique<LineTarget>(stdout));
            continue;
        }
        auto target = typing::open_text_target(name, desktop);
        if (!target) {
            const bool is_unknown =
                target.error().code == ErrorCode::invalid_argument && name.find(':') == std::string::npos;
            return fail(target.error().code,
                        "--to " + name + ": " + target.error().detail + (is_unknown ? ", or to stdout" : ""));
        }
        targets.push_back(*std::move(target));
    }
    return targets;
}

Result<TalkControl> open_control(const DictateOptions& options, const typing::Desktop& desktop, const CLI::App& app) {
    TalkControlSpec spec{
        .key = {}, .talk = {.mode = options.mode}, .control_path = control_path(variable("XDG_RUNTIME_DIR"))};
    const bool hands_free = options.live || !options.wake.empty();
    if (options.key != kNoKey && !(hands_free && app.count("--key") == 0)) {
        const auto combo = typing::parse_key_combo(options.key);
        if (!combo) throw UsageError("--key: " + combo.error().detail);
        spec.key = {.combo = *combo, .system = options.key_system, .desktop = desktop};
    }
    return TalkControl::open(spec);
}

PatientInput::Open opener(const DictateOptions& options) {
    return [device = options.device, frames = options.block_frames]() -> Result<std::unique_ptr<player::LiveInput>> {
        if (device.empty()) {
            if (auto answers = player::check_input_answers(); !answers) return fail(answers.error());
        }
        return player::LiveInput::open({.device = device, .block_frames = frames});
    };
}

/// How the user speaks to it, for the first line.
std::string greeting(const DictateOptions& options, const TalkControl& control) {
    if (options.live) return ", hands-free";
    std::string text;
    if (!options.wake.empty()) text += ", woken by \"" + options.wake + "\"";
    if (!control.where().empty()) text += ", " + options.key + " on " + control.where();
    return text.empty() ? ", waiting for attacca dictate --signal start" : text;
}

Status add_commands(const DictateOptions& options, DictateSessionSpec& spec) {
    if (options.grammar.empty()) return {};
    auto text = read_whole_file(options.grammar, kLongestGrammar_bytes);
    if (!text) return fail(text.error());
    auto grammar = speech::Grammar::parse(*text, options.grammar);
    if (!grammar) return fail(grammar.error());
    spec.grammar.emplace(*std::move(grammar));
    spec.recognizer.task = speech::SpeechTask::commands;
    spec.recognizer.grammar = *std::move(text);
    spec.recognizer.grammar_name = options.grammar;
    if (options.commands.empty()) return {};
    auto commands = CommandTable::load(options.commands);
    if (!commands) return fail(commands.error());
    spec.commands.emplace(*std::move(commands));
    spec.commands_name = options.commands;
    return {};
}

ExitStatus dictate(const DictateOptions& options, const CLI::App& app) {
    if (!options.signal.empty()) return send(options.signal);
    refuse_what_has_no_effect(options);
    const StopSignal stop;
    auto desktop = typing::Desktop::of(variable);
    if (!options.notices) desktop.session_bus.clear();
    DictateSessionSpec spec;
    spec.recognizer = options.recognizer;
    spec.recognizer.effort = speech::Effort::prompt;
    spec.stream.detector = options.voice.detector;
    spec.stream.enhancement = options.enhancement;
    spec.wake_phrase = options.wake;
    spec.always = options.live;
    spec.punctuation = options.punctuation;
    spec.numbers = options.digits ? speech::Numbers::digits : speech::Numbers::words;
    spec.tones = options.tones;
    spec.statistics = options.statistics;
    spec.quiet = options.quiet;
    auto model = options.voice.load();
    if (!model) return fail_with(model.error());
    spec.stream.detector.model = *std::move(model);
    if (auto added = add_commands(options, spec); !added) return fail_with(added.error());
    auto targets = open_targets(options, desktop);
    if (!targets) return fail_with(targets.error());
    auto control = open_control(options, desktop, app);
    if (!control) return fail_with(control.error());
    spec.greeting = greeting(options, *control);
    const auto say = [](const std::string& sentence) { std::fprintf(stderr, "attacca: %s\n", sentence.c_str()); };
    auto input = PatientInput::open(opener(options), say);
    if (!input) return fail_with(input.error());
    DictateSession session(std::move(spec), *std::move(input), *std::move(control),
                           DictatedText(*std::move(targets), say), desktop, stop);
    return session.run();
}

void add_switch(CLI::App& app, const std::string& name, bool& target, const std::string& description) {
    add_choice<bool>(app, name, target, {{"on", true}, {"off", false}}, description);
}

}  // namespace

Subcommand add_dictate(CLI::App& program) {
    auto options = std::make_shared<DictateOptions>();
    auto& app = *program.add_subcommand("dictate", "Speak, and the words stand in the window, or run your programs");
    app.footer(kHelp);
    app.add_option("--key", options->key, "The key that starts and stops, or none (default: Ctrl+Alt+Space)")
        ->type_name("COMBO");
    add_choice<typing::KeySystem>(
        app, "--key-from", options->key_system,
        {{"auto", typing::KeySystem::automatic}, {"x11", typing::KeySystem::x11}, {"evdev", typing::KeySystem::evdev}},
        "Whose keyboard to watch (default: auto)");
    add_choice<typing::TalkMode>(app, "--mode", options->mode,
                                 {{"hold", typing::TalkMode::hold},
                                  {"toggle", typing::TalkMode::toggle},
                                  {"double-tap", typing::TalkMode::double_tap}},
                                 "How the key is used (default: toggle)");
    app.add_flag("--live", options->live, "Hands-free: all that is said is meant");
    app.add_option("--wake", options->wake,
                   "Begin when this is said after a pause; what follows in the same breath is meant. Rest when nothing "
                   "is said for 5 s")
        ->type_name("PHRASE");
    app.add_option("--to", options->targets, "Where text goes (default: window)")->type_name("TARGET");
    add_recognizer_options(app, options->recognizer);
    app.add_option("--grammar", options->grammar, "Understand only what this JSGF grammar allows")->type_name("FILE");
    app.add_option("--commands", options->commands, "Run the programs that this file has for what is said")
        ->type_name("FILE");
    using Choice = std::optional<speech::Punctuation>;
    add_choice<Choice>(app, "--punctuation", options->punctuation,
                       {{"auto", Choice{}},
                        {"on", Choice{speech::Punctuation::spoken}},
                        {"off", Choice{speech::Punctuation::as_heard}}},
                       "Write spoken marks as marks (default: auto, on unless the engine writes its own)");
    app.add_flag("--digits", options->digits, "Write numbers in digits");
    add_switch(app, "--tone", options->tones, "A tone at the start and the end (default: on)");
    add_switch(app, "--notify", options->notices, "A notice on the desktop, too (default: on)");
    add_device(app, options->device);
    add_buffer(app, options->block_frames);
    options->voice.detector.release_ms = 250.0;
    options->voice.detector.preroll_ms = 200.0;
    add_voice_options(app, options->voice);
    add_enhancement_options(app, options->enhancement);
    app.add_flag("--stats", options->statistics, "Show how long sound took to detector and recognizer, and memory");
    app.add_option("--signal", options->signal, "Tell the attacca dictate that runs: start, stop or toggle")
        ->type_name("WORD");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    return {&app, [options, &app] { return dictate(*options, app); }};
}

}  // namespace attacca::app
