#include "play_session.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "attacca/device/device.h"
#include "play_report.h"
#include "text.h"

namespace attacca::app {
namespace {

using player::PlayerEvent;
using player::PlayState;
using player::Repeat;
using player::Switch;

constexpr double kSeekStepS = 5.0;
constexpr double kGainStepDb = 1.0;
constexpr double kLoudestDb = 24.0;
constexpr double kSoftestDb = -90.0;
constexpr double kSpeedStep = 0.1;
constexpr auto kDrawInterval = std::chrono::milliseconds(66);  // 15 a second.
constexpr auto kIdleInterval = std::chrono::milliseconds(200);
constexpr auto kNoticeTime = std::chrono::seconds(2);
constexpr const char* kKeys =
    "space pause  left/right seek 5 s  up/down volume  n next  p previous  l loop  e equalizer  , . speed  q quit";

/// Why no backend but the null device answers, in few words: what to do about it is for `attacca devices`.
std::string silent_backends() {
    std::string reasons;
    for (const auto& backend : device::list_backends()) {
        if (backend.answers) continue;
        const auto words = std::min(backend.detail.find(": "), backend.detail.find(" ("));
        reasons += (reasons.empty() ? "" : ", ") + backend.detail.substr(0, words);
    }
    return reasons.empty() ? "none is built into this program" : reasons;
}

}  // namespace

PlaySession::PlaySession(player::Player& player, const PlaySessionSpec& spec, const StopSignal& stop)
    : player_(player), spec_(spec), stop_(stop), equalizer_(spec.equalizer), skipped_(spec.listed_problems) {}

ExitStatus PlaySession::run() {
    status_ = player_.status();
    announce_device();
    for (;;) {
        handle_events();
        watch_clipping();
        watch_equalizer();
        draw();
        if (quit_ || stop_.requested() || status_.state == PlayState::ended) break;
        handle_keys(keyboard_.wait(patience(), stop_.descriptor()));
        status_ = player_.status();
    }
    line_.clear();
    report();
    return ExitStatus::done;
}

void PlaySession::announce_device() {
    if (spec_.voice == PlayVoice::json) say(stdout, play_started_json(status_));
    if (status_.device_id != "null" || spec_.device_named) return;
    say(stderr, "No sound device answers (" + printable(silent_backends()) +
                    "); playing on the null device in real time.");
}

std::chrono::milliseconds PlaySession::patience() const {
    const bool moving = line_.terminal() && spec_.voice == PlayVoice::normal && status_.state == PlayState::playing;
    return moving ? kDrawInterval : kIdleInterval;
}

void PlaySession::handle_keys(const std::vector<Key>& keys) {
    for (const auto& key : keys) {
        switch (key.kind) {
            case KeyKind::left: seek_s_ -= kSeekStepS; break;
            case KeyKind::right: seek_s_ += kSeekStepS; break;
            case KeyKind::up: change_gain(kGainStepDb); break;
            case KeyKind::down: change_gain(-kGainStepDb); break;
            case KeyKind::character: handle_character(key.character); break;
        }
    }
    if (seek_s_ != 0.0) player_.seek(std::max(0.0, player_.status().position_s + seek_s_));
    seek_s_ = 0.0;
}

void PlaySession::handle_character(char key) {
    switch (key) {
        case ' ': player_.toggle(); break;
        case 'n': player_.next(); break;
        case 'p': player_.previous(); break;
        case 'l': cycle_repeat(); break;
        case 'e': toggle_bypass(); break;
        case ',': change_speed(-kSpeedStep); break;
        case '.': change_speed(kSpeedStep); break;
        case 'h':
        case '?': say(stdout, kKeys); break;
        case 'q': quit_ = true; break;
        default: break;
    }
}

void PlaySession::change_gain(double by_db) {
    auto& gain_db = status_.signal.gain_db;
    gain_db = std::clamp(gain_db + by_db, kSoftestDb, kLoudestDb);
    player_.set_gain_db(gain_db);
    notify(formatted("volume %+.1f dB", gain_db));
}

void PlaySession::change_speed(double by) {
    auto& signal = status_.signal;
    signal.speed = std::clamp(std::round((signal.speed + by) * 10.0) / 10.0, 0.3, 4.0);
    player_.set_speed(signal.speed, signal.pitch);
    notify(formatted("speed x%.2f", signal.speed));
}

void PlaySession::cycle_repeat() {
    constexpr std::array kNext{Repeat::all, Repeat::one, Repeat::off};
    constexpr std::array kNames{"loop off", "loop the list", "loop this track"};
    status_.repeat = kNext[static_cast<std::size_t>(status_.repeat)];
    player_.set_repeat(status_.repeat);
    notify(kNames[static_cast<std::size_t>(status_.repeat)]);
}

void PlaySession::toggle_bypass() {
    status_.equalizer_bypass = status_.equalizer_bypass == Switch::on ? Switch::off : Switch::on;
    player_.set_equalizer_bypass(status_.equalizer_bypass);
    notify(status_.equalizer_bypass == Switch::on ? "equalizer bypassed" : "equalizer on");
}

void PlaySession::notify(std::string notice) {
    notice_ = std::move(notice);
    notice_until_ = Clock::now() + kNoticeTime;
}

void PlaySession::handle_events() {
    for (const auto& event : player_.take_events()) handle_event(event);
}

void PlaySession::handle_event(const PlayerEvent& event) {
    const std::string text = printable(event.text);
    if (event.kind == PlayerEvent::Kind::track_skipped) ++skipped_;
    if (event.kind == PlayerEvent::Kind::track_damaged) ++damaged_;
    if (spec_.voice == PlayVoice::json) say(stdout, play_event_json(event));
    switch (event.kind) {
        case PlayerEvent::Kind::track_started:
            if (spec_.voice == PlayVoice::normal && !line_.terminal()) say(stdout, "Playing " + text);
            break;
        case PlayerEvent::Kind::ended: break;
        case PlayerEvent::Kind::track_skipped:
        case PlayerEvent::Kind::track_damaged:
        case PlayerEvent::Kind::seek_refused:
        case PlayerEvent::Kind::device_lost:
        case PlayerEvent::Kind::device_changed:
        case PlayerEvent::Kind::device_refused:
        case PlayerEvent::Kind::paused_without_device: say(stderr, "attacca: " + text); break;
    }
}

void PlaySession::watch_clipping() {
    if (status_.clipped_readings > clipped_seen_) clip_until_ = Clock::now() + kNoticeTime;
    clipped_seen_ = status_.clipped_readings;
}

void PlaySession::watch_equalizer() {
    const auto change = equalizer_.take_change();
    if (!change) return;
    if (!*change) return say(stderr, "attacca: " + printable(change->error().detail) + "; the sound stays as it was");
    player_.set_equalizer(**change);
    notify("equalizer read again");
}

void PlaySession::draw() {
    if (!line_.terminal() || spec_.voice != PlayVoice::normal) return;
    const auto now = Clock::now();
    const PlayLineExtras extras{.notice = now < notice_until_ ? std::string_view(notice_) : std::string_view(),
                                .clipping = now < clip_until_};
    line_.draw(play_line(status_, extras, terminal_columns(stdout) - 1, charset_));
}

/// A line of its own, above the live one.
void PlaySession::say(std::FILE* stream, const std::string& text) {
    line_.clear();
    std::fprintf(stream, "%s\n", text.c_str());
    std::fflush(stream);
}

void PlaySession::report() {
    handle_events();
    if (skipped_ + damaged_ > 0) say(stderr, "attacca: " + trouble_text(skipped_, damaged_));
    if (status_.clipped_readings > 0 && status_.signal.limiter == Switch::off) {
        say(stderr, "attacca: the sound went beyond full scale; --limiter on keeps it below, or a lower --gain");
    }
    if (spec_.voice == PlayVoice::json) {
        say(stdout, play_statistics_json(status_));
    } else if (spec_.statistics) {
        std::fputs(play_statistics(status_).c_str(), stdout);
    } else if (spec_.voice == PlayVoice::normal && !line_.terminal() && status_.state == PlayState::ended) {
        say(stdout, "The end.");
    }
}

}  // namespace attacca::app
