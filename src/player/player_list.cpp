// The tracks of a player: which is heard, which follows, and what happens when the list changes.
#include <algorithm>
#include <optional>
#include <utility>

#include "player/player_worker.h"

namespace attacca::player {
namespace {

/// The nearest place at which a list holds this track.
std::optional<std::size_t> nearest(const std::vector<media::Track>& list, const media::Track& track,
                                   std::size_t place) {
    std::optional<std::size_t> found;
    const auto distance = [place](std::size_t i) { return i > place ? i - place : place - i; };
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] == track && (!found || distance(i) < distance(*found))) found = i;
    }
    return found;
}

}  // namespace

Result<std::unique_ptr<TrackSequence>> Player::State::open_sequence(Place from) {
    SignalSettings signal;
    {
        const std::lock_guard lock(mutex);
        signal = spec.signal;
    }
    return TrackSequence::open(spec.tracks, {.replaygain = signal.replaygain,
                                             .replaygain_preamp_db = signal.replaygain_preamp_db,
                                             .speed = signal.speed,
                                             .pitch = signal.pitch,
                                             .repeat = spec.repeat,
                                             .first_track = from.track,
                                             .first_track_start_s = from.position_s,
                                             .stop = closing.get_token()});
}

// Opens the list anew, on the device at hand where it is what the first track asks for, else on one opened for it.
// Says what fails; false when no track can be read, and all is as it was.
bool Player::State::enter_list(Place from) {
    auto opened = open_sequence(from);
    if (!opened) {
        tell(PlayerEvent::Kind::track_skipped, opened.error().detail);
        return false;
    }
    std::string refusal;
    if (const Wish wish = wish_of(**opened); !session || wish != asked) {
        auto made = open_session(wish);
        if (made) {
            install(std::move(*opened), std::move(*made));
            return true;
        }
        if (!session) refusal = made.error().detail;
    }
    sequence = std::move(*opened);
    all_written = false;
    if (session) {
        engine::Transport& transport = session->transport();
        sequence->set_output({.sample_rate = session->sample_rate(),
                              .channels = session->channels(),
                              .first_frame = transport.written()});
        transport.clear_end();
        transport.skip_to_newest();
    }
    {
        const std::lock_guard lock(mutex);
        replace_marks();
    }
    if (!session) tell(PlayerEvent::Kind::paused_without_device, std::move(refusal));
    return true;
}

// There is nothing to play.
void Player::State::leave_list() {
    if (session) {
        session->transport().pause();
        session->transport().skip_to_newest();
    }
    sequence.reset();
    announced_track.reset();
    const std::lock_guard lock(mutex);
    marks.clear();
    parked_at = {};
    play_state = PlayState::paused;
    ++details;
}

// Forgets what was to be heard before the sequence went elsewhere. Requires the lock.
void Player::State::replace_marks() {
    marks.clear();
    for (auto& mark : sequence->take_marks()) marks.push_back(std::move(mark));
    if (!marks.empty()) parked_at = {marks.front().track, marks.front().position_s};
    if (play_state == PlayState::ended) play_state = PlayState::paused;
    ++details;
}

void Player::State::go_to(Place place) {
    if (!sequence) {
        if (!spec.tracks.empty()) (void)enter_list(place);
        return;
    }
    if (auto sought = sequence->seek(place.track, place.position_s); !sought) {
        if (sought.error().code == ErrorCode::unsupported) {
            return tell(PlayerEvent::Kind::seek_refused, sought.error().detail);
        }
        follow_marks();  // Says why.
        if (play_state == PlayState::playing) end_now();
        return;
    }
    all_written = false;
    if (session) {
        session->transport().clear_end();
        session->transport().skip_to_newest();
    }
    const std::lock_guard lock(mutex);
    replace_marks();
}

void Player::State::go_by(int tracks) {
    const auto count = static_cast<std::ptrdiff_t>(spec.tracks.size());
    if (count == 0) return;
    std::ptrdiff_t track = static_cast<std::ptrdiff_t>(heard_track()) + tracks;
    if (spec.repeat == Repeat::all) track = (track + count) % count;
    if (track >= count) return end_now();
    const bool was_ended = play_state == PlayState::ended;
    go_to({.track = static_cast<std::size_t>(std::max<std::ptrdiff_t>(track, 0))});
    if (was_ended) resume();
}

void Player::State::play_track(std::size_t track) {
    if (track >= spec.tracks.size()) return;
    if (enter_list({.track = track})) resume();
}

void Player::State::set_tracks(std::vector<media::Track> tracks) {
    follow_marks();  // All that there are number the tracks of the list before.
    const Place heard = heard_place();
    std::optional<std::size_t> current;
    if (heard.track < spec.tracks.size()) current = nearest(tracks, spec.tracks[heard.track], heard.track);
    if (current && sequence && !marks.empty()) return keep_current(std::move(tracks), *current);

    Place place{.track = current.value_or(0), .position_s = current ? heard.position_s : 0.0};
    for (std::size_t i = heard.track + 1; !current && i < spec.tracks.size(); ++i) {
        current = nearest(tracks, spec.tracks[i], heard.track);
        place.track = current.value_or(0);
    }
    {
        const std::lock_guard lock(mutex);
        spec.tracks = std::move(tracks);
        marks.clear();  // They number the tracks of the list before.
        parked_at = place;
        if (spec.tracks.empty()) play_state = PlayState::paused;
        ++details;
    }
    announced_track.reset();
    if (spec.tracks.empty() || !enter_list(place)) leave_list();
}

// The track that is heard is number `current` of another list.
void Player::State::keep_current(std::vector<media::Track> tracks, std::size_t current) {
    const Place heard = heard_place();
    const std::size_t last = marks.back().track;
    bool same_ahead = heard.track <= last && current + (last - heard.track) < tracks.size();
    for (std::size_t i = heard.track; same_ahead && i <= last; ++i) {
        same_ahead = tracks[current + (i - heard.track)] == spec.tracks[i];
    }
    for (const Mark& mark : marks) same_ahead = same_ahead && mark.track >= heard.track && mark.track <= last;

    {
        const std::lock_guard lock(mutex);
        spec.tracks = std::move(tracks);
        if (!same_ahead) marks.erase(marks.begin() + 1, marks.end());
        for (Mark& mark : marks) mark.track = current + (mark.track - heard.track);
        parked_at.track = current;
        ++details;
    }
    announced_track = announced_track == heard.track ? std::optional(current) : std::nullopt;
    if (!same_ahead) {  // The decoder has read on into a track that does not follow any more.
        if (!enter_list({.track = current, .position_s = heard.position_s})) leave_list();
        return;
    }
    sequence->set_tracks(spec.tracks, marks.back().track);
    if (!session || !all_written) return;
    all_written = false;
    session->transport().clear_end();
}

void Player::State::set_repeat(Repeat repeat) {
    {
        const std::lock_guard lock(mutex);
        spec.repeat = repeat;
        ++details;
    }
    if (!sequence) return;
    sequence->set_repeat(repeat);
    if (!session || !all_written || repeat == Repeat::off) return;
    all_written = false;
    session->transport().clear_end();
}

// Takes up settings that the decoder side applies, from what is heard now.
void Player::State::restart_here() {
    if (sequence && play_state != PlayState::ended) go_to(heard_place());
}

// Requires the lock.
void Player::State::measure(PlayerMoment& moment) {
    const Place place = heard_place();
    moment.state = play_state;
    moment.track = place.track;
    moment.track_count = spec.tracks.size();
    moment.position_s = place.position_s;
    moment.details = details;
    if (!marks.empty()) moment.duration_s = marks.front().duration_s;
    if (moment.duration_s) moment.position_s = std::min(moment.position_s, *moment.duration_s);
    if (session) session->measure(moment);
}

// Reads marks: by the worker, or under the lock.
Place Player::State::heard_place() const {
    if (!session || marks.empty()) return parked_at;
    const Mark& mark = marks.front();
    const std::uint64_t heard = session->heard_frames();
    const std::uint64_t since = heard > mark.output_frame ? heard - mark.output_frame : 0;
    return {.track = mark.track,
            .position_s = mark.position_s + static_cast<double>(since) / session->sample_rate() * mark.speed};
}

}  // namespace attacca::player
