#include "attacca/player/player.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "player/session.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kReadFrames = 2048;
constexpr std::size_t kMinOutputChannels = 2;
constexpr double kPreviousRestartsAfter_s = 3.0;
constexpr double kMinSpeed = 0.25;
constexpr double kMaxSpeed = 4.0;
constexpr double kTail_s = 0.1;  // How long a filter may ring on after the last frame.

std::chrono::milliseconds whole_ms(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000.0) + 1);
}

std::string describe(const Mark& mark, const media::Track& track) {
    if (mark.tags.title.empty()) return track.source;
    return mark.tags.artist.empty() ? mark.tags.title : mark.tags.artist + " - " + mark.tags.title;
}

}  // namespace

// The worker thread decodes, follows the device and carries out requests. What control threads see too is
// guarded by `mutex`; decoding, seeking and opening devices happen outside it.
struct Player::State {
    PlayerSpec spec;  // `signal` and `repeat` as last set: guarded.

    std::mutex mutex;
    std::condition_variable wake_worker;
    std::condition_variable wake_control;
    std::deque<std::function<void()>> requests;
    bool quit = false;

    // Guarded by `mutex`; only the worker replaces the session.
    std::unique_ptr<Session> session;
    std::deque<Mark> marks;  // The one that is heard first, then those to come.
    std::vector<PlayerEvent> events;
    PlayState play_state = PlayState::paused;
    Switch bypass = Switch::off;

    // The worker's own.
    std::unique_ptr<TrackSequence> sequence;
    std::vector<float> chunk;
    bool all_written = false;
    std::optional<Clock::time_point> drained_since;
    std::optional<std::size_t> announced_track;
    std::uint64_t announced_frame = 0;
    std::pair<std::size_t, double> parked_at{0, 0.0};  // Track and seconds, while there is no device.

    std::thread worker;

    ~State();
    Status open_at(std::size_t track, double position_s, const std::string& device);
    void run();
    void post(std::function<void()> request);
    void work();
    void fill();
    void follow_marks();
    void replace_marks();
    void announce();
    void settle();
    std::chrono::milliseconds idle_time();
    void tell(PlayerEvent::Kind kind, std::string text);

    void resume();
    void pause();
    void go_to(std::size_t track, double position_s);
    void go_by(int tracks);
    void end_now();
    void restart_here();
    bool reopen_device();
    void device_lost(const std::string& detail);
    [[nodiscard]] double heard_position_s() const;
    [[nodiscard]] std::size_t heard_track() const { return marks.empty() ? 0 : marks.front().track; }
};

Player::State::~State() {
    {
        const std::lock_guard lock(mutex);
        quit = true;
    }
    wake_worker.notify_one();
    if (worker.joinable()) worker.join();
}

// Opens the list at this place and a device for it.
Status Player::State::open_at(std::size_t track, double position_s, const std::string& device) {
    SignalSettings signal;
    {
        const std::lock_guard lock(mutex);
        signal = spec.signal;
    }
    auto opened = TrackSequence::open(spec.tracks, {.replaygain = signal.replaygain,
                                                    .replaygain_preamp_db = signal.replaygain_preamp_db,
                                                    .speed = signal.speed,
                                                    .pitch = signal.pitch,
                                                    .repeat = spec.repeat,
                                                    .first_track = track,
                                                    .first_track_start_s = position_s});
    if (!opened) return fail(opened.error());
    const double wanted_rate = spec.sample_rate > 0.0 ? spec.sample_rate : (*opened)->sample_rate();
    auto made = Session::open({.device = device,
                               .sample_rate = wanted_rate,
                               .channels = std::max(kMinOutputChannels, (*opened)->channels()),
                               .block_frames = spec.block_frames == 0 ? kDefaultBlockFrames : spec.block_frames},
                              signal, [this](device::StreamEvent event, const std::string& detail) {
                                  if (event == device::StreamEvent::lost) {
                                      post([this, detail] { device_lost(detail); });
                                  } else {
                                      tell(PlayerEvent::Kind::device_changed, detail);
                                  }
                              });
    if (!made) return fail(made.error());

    sequence = std::move(*opened);
    sequence->set_output((*made)->sample_rate(), (*made)->channels());
    chunk.resize(kReadFrames * (*made)->channels());
    all_written = false;
    const std::lock_guard lock(mutex);
    session = std::move(*made);
    if (bypass == Switch::on) session->nodes().equalizer->set_bypass(dsp::Equalizer::Bypass::on);
    replace_marks();
    return {};
}

void Player::State::post(std::function<void()> request) {
    {
        const std::lock_guard lock(mutex);
        requests.push_back(std::move(request));
    }
    wake_worker.notify_one();
}

void Player::State::tell(PlayerEvent::Kind kind, std::string text) {
    {
        const std::lock_guard lock(mutex);
        events.push_back({.kind = kind, .text = std::move(text)});
    }
    wake_control.notify_all();
}

void Player::State::run() {
    for (;;) {
        std::deque<std::function<void()>> now;
        {
            std::unique_lock lock(mutex);
            if (!quit && requests.empty()) {
                const auto pause = idle_time();
                wake_worker.wait_for(lock, pause, [this] { return quit || !requests.empty(); });
            }
            if (quit) return;
            now.swap(requests);
        }
        for (const auto& request : now) request();
        work();
    }
}

void Player::State::work() {
    if (!session) return;
    if (play_state == PlayState::playing) fill();
    follow_marks();
    announce();
    settle();
}

// Decodes until the ring is full or the list has ended.
void Player::State::fill() {
    engine::Transport& transport = session->transport();
    while (!all_written && transport.writable() >= kReadFrames) {
        const AudioBlock block(chunk, session->channels());
        const std::size_t frames = sequence->read(block);
        (void)transport.write(block.subblock(0, frames));  // It fits: no other thread writes.
        if (frames < block.frames()) {
            transport.set_end();
            all_written = true;
        }
    }
}

void Player::State::follow_marks() {
    for (auto& problem : sequence->take_problems()) tell(PlayerEvent::Kind::track_skipped, std::move(problem.detail));
    const std::lock_guard lock(mutex);
    for (auto& mark : sequence->take_marks()) marks.push_back(std::move(mark));
    const std::uint64_t heard = session->heard_frames();
    while (marks.size() > 1 && marks[1].output_frame <= heard) marks.pop_front();
}

// Forgets what was to be heard before the sequence went elsewhere. Requires the lock.
void Player::State::replace_marks() {
    marks.clear();
    for (auto& mark : sequence->take_marks()) marks.push_back(std::move(mark));
}

// A track is announced when its first frame is heard, or when it is gone to.
void Player::State::announce() {
    if (marks.empty()) return;
    const Mark& mark = marks.front();
    const bool same_track = announced_track && *announced_track == mark.track;
    const bool repeated = same_track && mark.position_s == 0.0 && announced_frame != mark.output_frame;
    if (same_track && !repeated) return;
    announced_track = mark.track;
    announced_frame = mark.output_frame;
    tell(PlayerEvent::Kind::track_started, describe(mark, spec.tracks[mark.track]));
}

// Stops the device once nothing more is to be heard from it.
void Player::State::settle() {
    if (!session->running()) return;
    if (play_state == PlayState::paused && session->transport().silent()) session->stop();
    if (play_state != PlayState::playing || !all_written || !session->transport().ended()) {
        drained_since.reset();
        return;
    }
    // What has left the ring is still on its way through plan and device.
    if (!drained_since) drained_since = Clock::now();
    const double way_s = kTail_s + static_cast<double>(session->latency_frames()) / session->sample_rate();
    if (Clock::now() - *drained_since < whole_ms(way_s)) return;
    session->stop();
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::ended;
    }
    tell(PlayerEvent::Kind::ended, "the list has ended");
}

// How long the worker may sleep: half of what the ring holds, and up to an end. Requires the lock.
std::chrono::milliseconds Player::State::idle_time() {
    if (!session || !session->running()) return 10s;
    if (play_state == PlayState::paused) return 5ms;
    const engine::Transport& transport = session->transport();
    const double ahead_s = static_cast<double>(transport.written() - transport.consumed()) / session->sample_rate();
    if (all_written) return std::clamp(whole_ms(ahead_s), 5ms, 200ms);
    return std::clamp(whole_ms(ahead_s / 2.0), 1ms, 400ms);
}

void Player::State::resume() {
    if (play_state == PlayState::playing) return;
    if (!session) {
        if (!reopen_device()) return;
    } else if (play_state == PlayState::ended) {
        go_to(0, 0.0);
    }
    session->transport().play();
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::playing;
    }
    if (auto started = session->start(); !started) device_lost(started.error().detail);
}

void Player::State::pause() {
    if (play_state != PlayState::playing) return;
    if (session) session->transport().pause();
    const std::lock_guard lock(mutex);
    play_state = PlayState::paused;
}

void Player::State::go_to(std::size_t track, double position_s) {
    if (!session) {
        parked_at = {track, position_s};
        return;
    }
    if (auto sought = sequence->seek(track, position_s); !sought) {
        tell(PlayerEvent::Kind::track_skipped, sought.error().detail);
        return;
    }
    all_written = false;
    engine::Transport& transport = session->transport();
    transport.clear_end();
    transport.skip_to_newest();
    announced_track.reset();
    const std::lock_guard lock(mutex);
    replace_marks();
    if (play_state == PlayState::ended) play_state = PlayState::paused;
}

void Player::State::go_by(int tracks) {
    const auto count = static_cast<std::ptrdiff_t>(spec.tracks.size());
    std::ptrdiff_t track = static_cast<std::ptrdiff_t>(heard_track()) + tracks;
    if (spec.repeat == Repeat::all) track = (track + count) % count;
    if (track >= count) {
        end_now();
        return;
    }
    const bool was_ended = play_state == PlayState::ended;
    go_to(static_cast<std::size_t>(std::max<std::ptrdiff_t>(track, 0)), 0.0);
    if (was_ended) resume();
}

void Player::State::end_now() {
    if (session) {
        session->transport().pause();
        session->stop();
    }
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::ended;
    }
    tell(PlayerEvent::Kind::ended, "the list has ended");
}

// Takes up settings that the decoder side applies, from what is heard now.
void Player::State::restart_here() {
    if (play_state != PlayState::ended) go_to(heard_track(), heard_position_s());
}

// Goes on at the default device, or stays paused where it was.
void Player::State::device_lost(const std::string& detail) {
    if (!session) return;
    const bool was_null = session->stream().device().backend == "null";
    const bool was_playing = play_state == PlayState::playing;
    parked_at = {heard_track(), heard_position_s()};
    std::unique_ptr<Session> lost;
    {
        const std::lock_guard lock(mutex);
        lost = std::move(session);
        play_state = PlayState::paused;
    }
    lost.reset();
    tell(PlayerEvent::Kind::device_lost, detail);
    if (was_null || !reopen_device()) return;
    if (was_playing) resume();
}

// Opens the default device at the parked place; the null device is no place for a listener's music.
bool Player::State::reopen_device() {
    auto opened = open_at(parked_at.first, parked_at.second, "");
    std::string why = opened ? "" : opened.error().detail;
    if (opened && session->stream().device().backend == "null") {
        const std::lock_guard lock(mutex);
        session.reset();
        why = "no other device answers";
    }
    if (!session) {
        tell(PlayerEvent::Kind::paused_without_device, why);
        return false;
    }
    tell(PlayerEvent::Kind::device_changed, session->stream().device().name);
    return true;
}

// Reads marks: by the worker, or under the lock.
double Player::State::heard_position_s() const {
    if (!session || marks.empty()) return parked_at.second;
    const Mark& mark = marks.front();
    const std::uint64_t heard = session->heard_frames();
    const std::uint64_t since = heard > mark.output_frame ? heard - mark.output_frame : 0;
    return mark.position_s + static_cast<double>(since) / session->sample_rate() * mark.speed;
}

Player::Player(std::unique_ptr<State> state) : state_(std::move(state)) {}
Player::~Player() = default;

Result<std::unique_ptr<Player>> Player::start(PlayerSpec spec) {
    if (spec.signal.speed < kMinSpeed || spec.signal.speed > kMaxSpeed) {
        return fail(ErrorCode::invalid_argument, "the speed must lie between 0.25 and 4");
    }
    auto state = std::make_unique<State>();
    state->spec = std::move(spec);
    if (auto opened = state->open_at(0, state->spec.start_s, state->spec.device); !opened) return fail(opened.error());
    state->resume();
    state->worker = std::thread([&running = *state] { running.run(); });
    return std::unique_ptr<Player>(new Player(std::move(state)));
}

void Player::play() {
    state_->post([&state = *state_] { state.resume(); });
}

void Player::pause() {
    state_->post([&state = *state_] { state.pause(); });
}

void Player::toggle() {
    state_->post([&state = *state_] { state.play_state == PlayState::playing ? state.pause() : state.resume(); });
}

void Player::seek(double position_s) {
    state_->post([&state = *state_, position_s] {
        double wanted = std::max(0.0, position_s);
        if (!state.marks.empty() && state.marks.front().duration_s) {
            wanted = std::min(wanted, *state.marks.front().duration_s);
        }
        state.go_to(state.heard_track(), wanted);
    });
}

void Player::next() {
    state_->post([&state = *state_] { state.go_by(1); });
}

void Player::previous() {
    state_->post([&state = *state_] {
        state.go_by(state.heard_position_s() > kPreviousRestartsAfter_s || state.play_state == PlayState::ended ? 0 : -1);
    });
}

void Player::set_equalizer(const dsp::EqualizerSettings& settings) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.equalizer = settings;
    if (state_->session) state_->session->nodes().equalizer->set(settings);
}

void Player::set_equalizer_bypass(Switch bypass) {
    const std::lock_guard lock(state_->mutex);
    state_->bypass = bypass;
    if (!state_->session) return;
    state_->session->nodes().equalizer->set_bypass(bypass == Switch::on ? dsp::Equalizer::Bypass::on
                                                                        : dsp::Equalizer::Bypass::off);
}

void Player::set_gain_db(double gain_db) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.gain_db = gain_db;
    if (state_->session) state_->session->nodes().gain->set_gain_db(gain_db);
}

void Player::set_limiter(Switch limiter) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.limiter = limiter;
    if (!state_->session) return;
    state_->session->nodes().limiter->set_mode(limiter == Switch::on ? dsp::Limiter::Mode::on
                                                                     : dsp::Limiter::Mode::off);
}

void Player::set_replaygain(ReplayGainMode mode) {
    state_->post([&state = *state_, mode] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.signal.replaygain = mode;
        }
        state.sequence->set_replaygain(mode);
        state.restart_here();
    });
}

void Player::set_speed(double speed, dsp::PitchMode pitch) {
    const double wanted = std::clamp(speed, kMinSpeed, kMaxSpeed);
    state_->post([&state = *state_, wanted, pitch] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.signal.speed = wanted;
            state.spec.signal.pitch = pitch;
        }
        state.sequence->set_speed(wanted, pitch);
        state.restart_here();
    });
}

void Player::set_repeat(Repeat repeat) {
    state_->post([&state = *state_, repeat] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.repeat = repeat;
        }
        state.sequence->set_repeat(repeat);
    });
}

PlayerStatus Player::status() {
    const std::lock_guard lock(state_->mutex);
    PlayerStatus status;
    status.state = state_->play_state;
    status.track_count = state_->spec.tracks.size();
    status.equalizer_bypass = state_->bypass;
    status.signal = state_->spec.signal;
    status.repeat = state_->spec.repeat;
    status.position_s = state_->heard_position_s();
    if (!state_->marks.empty()) {
        const Mark& mark = state_->marks.front();
        status.track = mark.track;
        status.source = state_->spec.tracks[mark.track].source;
        status.info = mark.info;
        status.tags = mark.tags;
        status.duration_s = mark.duration_s;
        if (mark.duration_s) status.position_s = std::min(status.position_s, *mark.duration_s);
        status.bit_perfect = mark.exact && changes_nothing(state_->spec.signal);
    }
    if (state_->session) {
        state_->session->measure(status);
        status.resampling = status.sample_rate != status.info.sample_rate;
    }
    return status;
}

std::vector<PlayerEvent> Player::take_events() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->events, {});
}

void Player::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(state_->mutex);
    state_->wake_control.wait_for(lock, at_most, [this] {
        return !state_->events.empty() || state_->play_state == PlayState::ended;
    });
}

}  // namespace attacca::player
