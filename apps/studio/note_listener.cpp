#include "note_listener.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "attacca/analysis/pitch_tracker.h"
#include "attacca/analysis/tuner.h"
#include "attacca/media/decoder.h"
#include "attacca/player/live_input.h"

namespace attacca::studio {
namespace {

using Kind = analysis::NoteEvent::Kind;

constexpr std::size_t kLiveBlockFrames = 256;
constexpr std::size_t kReadFrames = 4096;
constexpr auto kPause = std::chrono::milliseconds(5);  // The callback wakes nobody: it may make no system call.
constexpr double kPitchStep_s = 0.010;

}  // namespace

struct NoteListener::State {
    NoteListenerSpec spec;
    mutable std::mutex mutex;  // Guards `heard` and `track_hz`.
    std::condition_variable_any wake;
    HeardNotes heard;
    std::vector<float> track_hz;  // Every ten milliseconds; 0: nothing sounds.

    std::optional<analysis::LiveNotes> notes;  // The thread's, as all below.
    std::optional<analysis::PitchTracker> tracker;
    std::optional<analysis::Tuner> tuner;
    double sample_rate = 0.0;
    std::uint64_t frames = 0;
    std::jthread thread;  // Joined first.

    Status prepare(double rate, std::size_t channels);
    Status listen(const std::stop_token& stop);
    Status read_track(const std::stop_token& stop);
    void take(ConstAudioBlock block);
    void take_pitch(std::span<const analysis::PitchFrame> pitches);
    void take_note(Kind kind, const analysis::FoundNote& found);
    void end();
};

Status NoteListener::State::prepare(double rate, std::size_t channels) {
    auto made = analysis::LiveNotes::create(
        {.sample_rate = rate, .channels = channels, .a4_hz = spec.a4_hz, .tuning = spec.tuning}, spec.profile);
    if (!made) return fail(made.error());
    auto pitch = analysis::PitchTracker::create({.sample_rate = rate, .channels = channels});
    if (!pitch) return fail(pitch.error());
    notes.emplace(*std::move(made));
    tracker.emplace(*std::move(pitch));
    tuner.emplace(
        analysis::TunerSpec{.sample_rate = rate, .a4_hz = spec.a4_hz, .instrument = analysis::instruments().front()});
    sample_rate = rate;
    return {};
}

Status NoteListener::State::listen(const std::stop_token& stop) {
    if (spec.device.empty() && !player::check_input_answers()) {
        return fail(ErrorCode::no_device, "No input device answers. Connect one, or choose another.");
    }
    auto opened = player::LiveInput::open({.device = spec.device, .block_frames = kLiveBlockFrames});
    if (!opened) return fail(opened.error());
    player::LiveInput& input = **opened;
    if (auto prepared = prepare(input.given().sample_rate, input.given().channels); !prepared) return prepared;
    {
        const std::lock_guard lock(mutex);
        heard.device_name = input.device_name();
    }
    while (!stop.stop_requested()) {
        const auto failure = input.failure();  // Asked first: what was captured before is still to be read.
        for (auto block = input.read(); !block.empty(); block = input.read()) take({block, input.given().channels});
        if (failure) return fail(*failure);
        std::unique_lock lock(mutex);
        (void)wake.wait_for(lock, stop, kPause, [] { return false; });
    }
    return {};
}

Status NoteListener::State::read_track(const std::stop_token& stop) {
    const media::Track& track = *spec.track;
    auto opened = media::Decoder::open(track.source, media::Reader::automatic, stop);
    if (!opened) return fail(opened.error());
    media::Decoder& decoder = **opened;
    const auto& info = decoder.info();
    const double rate = info.sample_rate;
    if (auto prepared = prepare(rate, info.channels); !prepared) return prepared;
    if (track.start_s > 0.0) {
        if (auto sought = decoder.seek(static_cast<std::uint64_t>(std::llround(track.start_s * rate))); !sought) {
            return sought;
        }
    }
    std::vector<float> samples(kReadFrames * info.channels);
    while (!stop.stop_requested()) {
        const auto read = decoder.read(std::span<float>(samples));
        if (!read) return fail(read.error());
        std::size_t count = *read;
        if (track.end_s) {
            const double left_s = *track.end_s - track.start_s - static_cast<double>(frames) / rate;
            count = std::min(count, static_cast<std::size_t>(std::llround(std::max(0.0, left_s) * rate)));
        }
        if (count == 0) break;
        take({std::span<const float>(samples).first(count * info.channels), info.channels});
    }
    return {};
}

void NoteListener::State::take(ConstAudioBlock block) {
    notes->process(block, [this](Kind kind, const analysis::FoundNote& found) { take_note(kind, found); });
    take_pitch(tracker->process(block));
    frames += block.frames();
    const std::lock_guard lock(mutex);
    heard.heard_s = static_cast<double>(frames) / sample_rate;
    heard.a4_hz = notes->a4_hz();
}

void NoteListener::State::take_pitch(std::span<const analysis::PitchFrame> pitches) {
    const std::lock_guard lock(mutex);
    for (const auto& frame : pitches) {
        if (spec.track) {
            track_hz.push_back(static_cast<float>(frame.f0_hz));
            continue;
        }
        if (const auto reading = tuner->take(frame)) heard.pitch_hz = reading->hz;
        if (tuner->silent()) heard.pitch_hz.reset();
    }
}

/// A note that ends takes the place of the one that sounded, which is among the newest.
void NoteListener::State::take_note(Kind kind, const analysis::FoundNote& found) {
    const std::lock_guard lock(mutex);
    ++heard.version;
    auto& all = heard.notes;
    if (kind == Kind::off) {
        const auto sounding = std::find_if(all.rbegin(), all.rend(), [&](const analysis::FoundNote& one) {
            return one.note.midi_pitch == found.note.midi_pitch && one.offset_s == 0.0;
        });
        if (sounding != all.rend()) {
            *sounding = found;
            return;
        }
    }
    const auto place = std::upper_bound(all.begin(), all.end(), found, [](const auto& one, const auto& other) {
        return std::pair(one.onset_s, one.note.midi_pitch) < std::pair(other.onset_s, other.note.midi_pitch);
    });
    all.insert(place, found);
}

void NoteListener::State::end() {
    if (notes) {
        notes->finish([this](Kind kind, const analysis::FoundNote& found) { take_note(kind, found); });
        take_pitch(tracker->finish());
    }
    const std::lock_guard lock(mutex);
    heard.ended = true;
    heard.pitch_hz.reset();
}

NoteListener::NoteListener(NoteListenerSpec spec) : state_(std::make_unique<State>()) {
    state_->spec = std::move(spec);
    state_->heard.a4_hz = state_->spec.a4_hz;
    state_->thread = std::jthread([state = state_.get()](const std::stop_token& stop) {
        const Status done = state->spec.track ? state->read_track(stop) : state->listen(stop);
        if (!done) {
            const std::lock_guard lock(state->mutex);
            state->heard.failure = done.error();
        }
        state->end();
    });
}

NoteListener::~NoteListener() = default;

void NoteListener::hear(HeardNotes& heard) const {
    const std::lock_guard lock(state_->mutex);
    const HeardNotes& now = state_->heard;
    if (heard.version != now.version) heard.notes = now.notes;
    heard.version = now.version;
    heard.heard_s = now.heard_s;
    heard.a4_hz = now.a4_hz;
    heard.pitch_hz = now.pitch_hz;
    heard.device_name = now.device_name;
    heard.ended = now.ended;
    heard.failure = now.failure;
}

std::optional<double> NoteListener::pitch_at(double time_s) const {
    const std::lock_guard lock(state_->mutex);
    const auto step = static_cast<std::size_t>(std::max(0.0, time_s) / kPitchStep_s);
    if (step >= state_->track_hz.size() || state_->track_hz[step] <= 0.0F) return std::nullopt;
    return static_cast<double>(state_->track_hz[step]);
}

}  // namespace attacca::studio
