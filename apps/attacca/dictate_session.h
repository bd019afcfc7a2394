// Dictation, and the person who speaks.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attacca/speech/grammar.h"
#include "attacca/typing/notice.h"
#include "command_runner.h"
#include "command_table.h"
#include "cue_tone.h"
#include "dictated_text.h"
#include "dictation_hearing.h"
#include "patient_input.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "talk_control.h"
#include "talk_gate.h"

namespace attacca::app {

struct DictateSessionSpec {
    speech::RecognizerSpec recognizer;
    speech::SpeechStreamSpec stream;                 ///< Rate and channels are filled in.
    std::string wake_phrase;                         ///< Empty: none.
    std::optional<speech::Punctuation> punctuation;  ///< Not said: as suits the engine.
    speech::Numbers numbers = speech::Numbers::words;
    bool always = false;  ///< Hands-free: all that is said is meant.
    bool tones = true;
    bool statistics = false;
    bool quiet = false;
    std::string greeting;  ///< What is said after the device's name.
    std::optional<speech::Grammar> grammar;
    std::optional<CommandTable> commands;
    std::string commands_name;
};

/// Threads    The program's main thread.
class DictateSession {
public:
    DictateSession(DictateSessionSpec spec, PatientInput input, TalkControl control, DictatedText text,
                   const typing::Desktop& desktop, const StopSignal& stop);

    /// Until the user or a signal asks for an end, the recognizer breaks or the key is lost.
    [[nodiscard]] ExitStatus run();

private:
    using Time = std::chrono::steady_clock::time_point;

    [[nodiscard]] Status open_hearing();
    void pass_over_what_waits();
    [[nodiscard]] Status step(Time now);
    [[nodiscard]] Status act(typing::TalkAction action, double meant_before_s);
    [[nodiscard]] Status follow_device(Time now);
    [[nodiscard]] Status hear();
    [[nodiscard]] Status hear_block(ConstAudioBlock block, Time captured);
    void tell(const speech::SpeechEvent& event);
    void run_command(const std::string& said);
    [[nodiscard]] Status wake();
    [[nodiscard]] Status rest(Time now);
    void announce(Cue cue, const std::string& words);
    void say(const std::string& sentence) const;
    void report() const;

    DictateSessionSpec spec_;
    PatientInput input_;
    TalkControl control_;
    DictatedText text_;
    typing::Notice notice_;
    const StopSignal& stop_;
    CommandRunner runner_;
    CueTone tone_;
    Keyboard keyboard_;
    std::unique_ptr<DictationHearing> hearing_;
    std::unique_ptr<DictationHearing> waking_;  ///< Where there is a wake phrase.
    std::optional<TalkGate> gate_;
    Time captured_;
    Time last_speech_;
    std::uint64_t frames_ = 0;  ///< Read of this device.
    bool woken_ = false;        ///< By the phrase: it rests when nobody speaks.
    bool quit_ = false;
};

}  // namespace attacca::app
