#include "dictate_session.h"

#include <cstdio>
#include <sstream>
#include <utility>

#include "histogram_report.h"
#include "model_places.h"
#include "process_report.h"
#include "text.h"

namespace attacca::app {
namespace {

using typing::TalkAction;

constexpr auto kListening = std::chrono::milliseconds(1);  // The callback wakes nobody, which would be a system call.
constexpr auto kIdle = std::chrono::milliseconds(10);
constexpr auto kRestAfter = std::chrono::seconds(5);
constexpr double kBeforeKey_s = 0.3;     // People begin to speak while they press the key.
constexpr double kAfterPhrase_s = 0.05;  // Where a wake phrase ends is known no better.
constexpr double kLongestBreath_s = 6.0;
constexpr std::size_t kHistogramRows = 10;

// Whisper's and sherpa's models write marks and capitals of their own.
speech::Punctuation punctuation_of(const std::string& engine) {
    const bool writes_marks = engine == "whisper" || engine == "sherpa-onnx";
    return writes_marks ? speech::Punctuation::as_heard : speech::Punctuation::spoken;
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::string statistics_text(const speech::LiveSpeech::Statistics& statistics, const char* when) {
    const auto one = [when](const char* name, const rt::LatencyHistogram::Snapshot& histogram) {
        return formatted("%s%s: %s\n", name, when, percentiles_text(histogram).c_str()) +
               histogram_text(histogram, kHistogramRows);
    };
    return one("captured to detector", statistics.to_detector) +
           one("captured to recognizer", statistics.to_recognizer);
}

}  // namespace

DictateSession::DictateSession(DictateSessionSpec spec, PatientInput input, TalkControl control, DictatedText text,
                               const typing::Desktop& desktop, const StopSignal& stop)
    : spec_(std::move(spec)),
      input_(std::move(input)),
      control_(std::move(control)),
      text_(std::move(text)),
      notice_(desktop),
      stop_(stop),
      runner_([this](const std::string& sentence) { say("attacca: " + sentence); }) {}

void DictateSession::say(const std::string& sentence) const { std::fprintf(stderr, "%s\n", sentence.c_str()); }

Status DictateSession::open_hearing() {
    auto& detector = spec_.stream.detector;
    const auto& given = input_.input()->given();
    frames_ = 0;
    // A device that comes back as it was finds its recognizer still there.
    if (hearing_ && detector.sample_rate == given.sample_rate && detector.channels == given.channels) return {};
    detector.sample_rate = given.sample_rate;
    detector.channels = given.channels;
    const auto folders = model_folders();
    auto hearing = DictationHearing::open({.recognizer = spec_.recognizer, .stream = spec_.stream}, folders);
    if (!hearing) return fail(hearing.error());
    hearing_ = *std::move(hearing);
    text_.set_style(
        {.punctuation = spec_.punctuation.value_or(punctuation_of(hearing_->engine())), .numbers = spec_.numbers});
    if (!spec_.wake_phrase.empty()) {
        auto spec = spec_.recognizer;
        spec.task = speech::SpeechTask::wake_phrase;
        spec.wake_phrase = spec_.wake_phrase;
        auto waking = DictationHearing::open({.recognizer = spec, .stream = spec_.stream}, folders);
        if (!waking) return fail(waking.error());
        waking_ = *std::move(waking);
    }
    gate_.emplace(
        TalkGateSpec{.sample_rate = given.sample_rate,
                     .channels = given.channels,
                     .longest_before_s = waking_ ? kLongestBreath_s : kBeforeKey_s},
        [this](ConstAudioBlock block) { return hearing_->hear(block, captured_); },
        [this]() -> Status {
            announce(Cue::end, "Dictation has ended");
            woken_ = false;
            return hearing_->close();
        });
    return {};
}

void DictateSession::pass_over_what_waits() {
    auto* input = input_.input();
    for (auto samples = input->read(); !samples.empty(); samples = input->read()) {
        frames_ += samples.size() / input->given().channels;
    }
}

ExitStatus DictateSession::run() {
    if (auto opened = open_hearing(); !opened) return fail_with(opened.error());
    pass_over_what_waits();  // What came while the model was loaded was said to nobody.
    if (!spec_.quiet) {
        say(formatted("Listening to %s: %.0f Hz, %s%s%s", printable(input_.input()->device_name()).c_str(),
                      spec_.stream.detector.sample_rate, hearing_->engine().c_str(), spec_.greeting.c_str(),
                      keyboard_.available() ? ". q stops" : ""));
    }
    Status ended;
    while (ended && !quit_ && !stop_.requested()) ended = step(std::chrono::steady_clock::now());
    if (ended) ended = gate_->end();
    if (ended) ended = hearing_->finish();
    for (const auto& event : hearing_->events()) tell(event);
    text_.release();
    report();
    return ended ? ExitStatus::done : fail_with(ended.error());
}

Status DictateSession::step(Time now) {
    if (spec_.always && !gate_->open() && input_.input() != nullptr) {
        if (auto started = gate_->start(kBeforeKey_s); !started) return started;
    }
    const auto actions = control_.read(now);
    if (!actions) return fail(actions.error());
    for (const auto action : *actions) {
        if (auto acted = act(action, kBeforeKey_s); !acted) return acted;
    }
    if (auto followed = follow_device(now); !followed) return followed;
    if (auto heard = hear(); !heard) return heard;
    if (auto woken = wake(); !woken) return woken;
    if (auto rested = rest(now); !rested) return rested;
    if (control_.key_down()) {
        text_.hold();
    } else {
        text_.release();
    }
    for (const auto& event : hearing_->events()) tell(event);
    runner_.look();
    const bool listens = gate_->open() || waking_;
    for (const auto& key : keyboard_.wait(listens ? kListening : kIdle, stop_.descriptor())) {
        quit_ = quit_ || key == Key{.kind = KeyKind::character, .character = 'q'};
    }
    return {};
}

Status DictateSession::act(TalkAction action, double meant_before_s) {
    switch (action) {
        case TalkAction::start:
            if (input_.input() == nullptr) {
                say("attacca: there is no microphone now; dictation can begin when it is back");
                (void)control_.key().stop();
                return {};
            }
            text_.begin();
            announce(Cue::begin, "Dictation has begun: speak");
            captured_ = std::chrono::steady_clock::now();
            if (waking_) {
                // It hears nothing more until the end, and must not find the phrase in what it has heard then.
                if (auto forgotten = waking_->forget(); !forgotten) return forgotten;
            }
            return gate_->start(meant_before_s);
        case TalkAction::stop:
            gate_->stop();
            return {};
        case TalkAction::cancel:
            gate_->cancel();
            return hearing_->forget();
        case TalkAction::none:
            return {};
    }
    return {};
}

Status DictateSession::follow_device(Time now) {
    switch (input_.look(now)) {
        case PatientInput::Change::lost:
            (void)control_.key().stop();
            return gate_->end();
        case PatientInput::Change::found:
            return open_hearing();
        case PatientInput::Change::none:
            return {};
    }
    return {};
}

Status DictateSession::hear() {
    auto* input = input_.input();
    if (input == nullptr) return {};
    for (auto samples = input->read(); !samples.empty(); samples = input->read()) {
        const ConstAudioBlock block(samples, input->given().channels);
        frames_ += block.frames();
        if (auto heard = hear_block(block, input->captured_at(frames_ - 1)); !heard) return heard;
    }
    return {};
}

Status DictateSession::hear_block(ConstAudioBlock block, Time captured) {
    captured_ = captured;
    if (waking_ && !gate_->open()) {
        if (auto heard = waking_->hear(block, captured); !heard) return heard;
    }
    return gate_->take(block);
}

void DictateSession::tell(const speech::SpeechEvent& event) {
    using enum speech::SpeechEvent::Kind;
    switch (event.kind) {
        case partial:
            if (!spec_.grammar) text_.partial(event.transcript.text);
            break;
        case final:
            if (spec_.commands) {
                run_command(event.transcript.text);
            } else {
                text_.final(event.transcript.text);
            }
            break;
        case lost:
            say(formatted("attacca: recognition is too slow here: %.1f s of speech are lost", event.lost_s));
            break;
        case begin:
        case end:
            break;
    }
}

void DictateSession::run_command(const std::string& said) {
    if (said.empty()) return;
    const auto match = spec_.grammar ? spec_.grammar->match(words_of(said)) : std::nullopt;
    auto names = match ? match->tags : std::vector<std::string>{};
    names.push_back(said);
    for (const auto& name : names) {
        const auto* program = spec_.commands->find(name);
        if (program == nullptr) continue;
        if (!spec_.quiet) say("\"" + printable(said) + "\": " + printable(program->front()));
        runner_.run(said, *program);
        return;
    }
    say("attacca: \"" + printable(said) + "\": " + printable(spec_.commands_name) + " has no program for it");
}

Status DictateSession::wake() {
    if (!waking_) return {};
    for (const auto& event : waking_->events()) {
        // In what is partial the phrase is still being said, and there are no times.
        if (event.kind != speech::SpeechEvent::Kind::final || event.transcript.words.empty() || gate_->open()) continue;
        last_speech_ = std::chrono::steady_clock::now();
        // What followed the phrase in the same breath is meant, too.
        const double phrase_end_s = event.transcript.words.back().end_s + kAfterPhrase_s;
        if (auto started = act(control_.key().start(), waking_->heard_s() - phrase_end_s); !started) return started;
        woken_ = true;
    }
    return {};
}

Status DictateSession::rest(Time now) {
    if (!woken_ || !gate_->open()) return {};
    if (hearing_->speaking()) last_speech_ = now;
    return now - last_speech_ < kRestAfter ? Status{} : act(control_.key().stop(), 0.0);
}

void DictateSession::announce(Cue cue, const std::string& words) {
    if (spec_.always) return;
    if (spec_.tones) tone_.play(cue);
    notice_.show("Attacca", words);
}

void DictateSession::report() const {
    if (!spec_.statistics) return;
    std::string text = statistics_text(hearing_->statistics(), "");
    if (waking_) text += statistics_text(waking_->statistics(), ", before the wake phrase");
    std::fputs((text + process_report_text()).c_str(), stderr);
}

}  // namespace attacca::app
