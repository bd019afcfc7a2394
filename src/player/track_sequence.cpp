#include "attacca/player/track_sequence.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "attacca/dsp/resampler.h"
#include "player/track_reader.h"

namespace attacca::player {
namespace {

constexpr std::size_t kInputFrames = 4096;

/// Whether `output` holds every value of `source`.
bool holds(media::SampleFormat output, media::SampleFormat source) {
    if (media::is_integer(source)) {
        if (media::is_integer(output)) return media::bits(output) >= media::bits(source);
        return output == media::SampleFormat::f64 || media::bits(source) <= 24;
    }
    return !media::is_integer(output) && media::bits(output) >= media::bits(source);
}

}  // namespace

struct TrackSequence::State {
    std::vector<media::Track> tracks;
    SequenceSpec spec;
    std::size_t index = 0;
    std::optional<TrackReader> reader;  // Empty once the list has ended.
    media::StreamInfo info;             // The reader's, and the last one's after the end.
    bool track_gave_frames = false;
    std::size_t failures_in_row = 0;

    // Frames at the output's rate, before the speed changer.
    std::uint64_t steady_frames = 0;
    std::optional<dsp::Resampler> resampler;
    double resampled_rate = 0.0;          // Of the resampler's input.
    std::uint64_t resampled_from = 0;     // steady_frames when it was made.
    std::uint64_t resampler_input = 0;    // Frames it has been given.
    bool draining = false;                // The track to come cannot go through the same resampler.
    bool finishing = false;               // The resampler gives what it still holds.
    std::vector<float> input;
    std::size_t input_first = 0;
    std::size_t input_frames = 0;

    std::optional<dsp::TimeStretch> stretch;
    bool stretch_finished = false;
    double speed = 1.0;
    std::uint64_t output_frames = 0;
    std::uint64_t stretched_from_steady = 0;
    std::uint64_t stretched_from_output = 0;
    std::vector<float> steady;

    std::vector<Mark> marks;
    std::vector<Error> problems;
    std::vector<Error> damage;

    bool open_from(std::size_t first, double start_s);
    bool open_next();
    bool enter(std::size_t track, double start_s);
    void begin_track();
    void go_on();
    void leave();
    void mark();
    void begin_rate();
    void begin_speed();
    [[nodiscard]] std::uint64_t entry_frame() const;
    [[nodiscard]] bool exact(media::SampleFormat output) const;
    [[nodiscard]] TrackReaderSpec reader_spec() const;
    std::optional<std::size_t> read_resampled(AudioBlock rest);
    std::size_t read_steady(AudioBlock block);
    std::size_t read_stretched(AudioBlock block);
    template <class Sample>
    std::size_t read_exact(std::span<Sample> interleaved, media::SampleFormat output);
};

TrackReaderSpec TrackSequence::State::reader_spec() const {
    return {.channels = spec.channels,
            .replaygain = spec.replaygain,
            .replaygain_preamp_db = spec.replaygain_preamp_db,
            .stop = spec.stop};
}

bool TrackSequence::State::enter(std::size_t track, double start_s) {
    auto opened = TrackReader::open(tracks[track], reader_spec());
    if (opened && start_s > 0.0) {
        if (auto sought = opened->seek(start_s); !sought) opened = fail(sought.error());
    }
    if (!opened) {
        problems.push_back(opened.error());
        return false;
    }
    index = track;
    reader.emplace(std::move(*opened));
    begin_track();
    return true;
}

// Says where in the output the reader's frames begin, and gets ready for its sample rate.
void TrackSequence::State::begin_track() {
    track_gave_frames = false;
    info = reader->info();
    if (spec.channels == 0) spec.channels = reader->channels();
    if (spec.sample_rate == 0.0) spec.sample_rate = reader->info().sample_rate;
    mark();
    const bool same_rate = resampler ? reader->info().sample_rate == resampled_rate
                                     : reader->info().sample_rate == spec.sample_rate;
    if (resampler && (!same_rate || finishing)) {
        draining = true;
    } else if (!same_rate) {
        begin_rate();
    }
}

// The first track from `first` on that opens, without going round.
bool TrackSequence::State::open_from(std::size_t first, double start_s) {
    reader.reset();
    for (std::size_t track = first; track < tracks.size(); ++track) {
        if (enter(track, track == first ? start_s : 0.0)) return true;
    }
    return false;
}

bool TrackSequence::State::open_next() {
    // A list of nothing but unreadable or empty tracks must not be gone round for ever.
    failures_in_row = track_gave_frames ? 0 : failures_in_row + 1;
    while (failures_in_row <= tracks.size()) {
        std::size_t next = spec.repeat == Repeat::one ? index : index + 1;
        if (next == tracks.size() && spec.repeat == Repeat::all) next = 0;
        if (next >= tracks.size()) return false;
        if (enter(next, 0.0)) return true;
        index = next;
        ++failures_in_row;
    }
    return false;
}

// Something may follow after all where the list had ended.
void TrackSequence::State::go_on() {
    if (reader) return;
    if (stretch_finished) begin_speed();
    (void)open_next();
}

void TrackSequence::State::leave() {
    if (auto failure = reader->failure()) (track_gave_frames ? damage : problems).push_back(std::move(*failure));
    reader.reset();
}

// The output frame at which what is read next will be heard.
std::uint64_t TrackSequence::State::entry_frame() const {
    std::uint64_t frame = steady_frames;
    if (resampler) {
        frame = resampled_from + static_cast<std::uint64_t>(std::llround(static_cast<double>(resampler_input) *
                                                                         spec.sample_rate / resampled_rate));
    }
    const double stretched = static_cast<double>(frame - stretched_from_steady) / speed;
    return stretched_from_output + static_cast<std::uint64_t>(std::llround(stretched));
}

void TrackSequence::State::mark() {
    marks.push_back({.output_frame = entry_frame(),
                     .track = index,
                     .position_s = reader->position_s(),
                     .speed = speed,
                     .duration_s = reader->duration_s(),
                     .exact = speed == 1.0 && reader->info().sample_rate == spec.sample_rate &&
                              reader->untouched() && holds(media::SampleFormat::f32, reader->info().format),
                     .info = reader->info(),
                     .tags = reader->tags()});
}

void TrackSequence::State::begin_rate() {
    resampler.reset();
    draining = false;
    finishing = false;
    resampler_input = 0;
    resampled_from = steady_frames;
    input_frames = 0;
    if (!reader) return;
    resampled_rate = reader->info().sample_rate;
    if (resampled_rate == spec.sample_rate) return;
    auto made = dsp::Resampler::create(
        {.input_rate = resampled_rate, .output_rate = spec.sample_rate, .channels = spec.channels});
    if (!made) {
        problems.push_back(made.error());
        reader.reset();
        return;
    }
    resampler.emplace(std::move(*made));
    input.resize(kInputFrames * spec.channels);
}

void TrackSequence::State::begin_speed() {
    stretch.reset();
    stretch_finished = false;
    speed = spec.speed;
    stretched_from_steady = steady_frames;
    stretched_from_output = output_frames;
    if (speed == 1.0) return;
    auto made = dsp::TimeStretch::create(
        {.sample_rate = spec.sample_rate, .channels = spec.channels, .speed = speed, .pitch = spec.pitch});
    if (!made) {
        problems.push_back(made.error());
        speed = 1.0;
        return;
    }
    stretch.emplace(std::move(*made));
    steady.resize(kInputFrames * spec.channels);
}

// Moves frames through the resampler and says how many came out; nothing when none can be moved, because it
// waits for the next track or the list has ended.
std::optional<std::size_t> TrackSequence::State::read_resampled(AudioBlock rest) {
    if (input_frames == 0 && reader && !draining) {
        input_first = 0;
        input_frames = reader->read(AudioBlock(input, spec.channels));
        track_gave_frames |= input_frames > 0;
    }
    if (input_frames == 0) return std::nullopt;
    const std::span pending(input.data() + input_first * spec.channels, input_frames * spec.channels);
    const auto progress = resampler->process(pending, rest.samples());
    input_first += progress.consumed_frames;
    input_frames -= progress.consumed_frames;
    resampler_input += progress.consumed_frames;
    return progress.produced_frames;
}

std::size_t TrackSequence::State::read_steady(AudioBlock block) {
    std::size_t filled = 0;
    while (filled < block.frames()) {
        const AudioBlock rest = block.subblock(filled, block.frames() - filled);
        std::size_t frames = 0;
        if (resampler) {
            const auto moved = read_resampled(rest);
            if (moved && *moved == 0) continue;
            frames = moved.value_or(0);
        } else if (reader) {
            frames = reader->read(rest);
            track_gave_frames |= frames > 0;
        }
        if (frames == 0 && reader && !draining) {
            leave();
            if (open_next()) continue;
        }
        if (frames == 0 && resampler) {
            finishing = true;
            frames = resampler->finish(rest.samples());
            if (frames == 0) begin_rate();
            if (frames == 0 && reader) continue;
        }
        if (frames == 0) break;
        filled += frames;
        steady_frames += frames;
    }
    return filled;
}

std::size_t TrackSequence::State::read_stretched(AudioBlock block) {
    std::size_t filled = 0;
    while (filled < block.frames()) {
        const std::size_t frames = stretch->read(block.subblock(filled, block.frames() - filled).samples());
        filled += frames;
        if (frames > 0) continue;
        if (stretch_finished) break;
        const std::size_t fed = read_steady(AudioBlock(steady, spec.channels));
        if (fed > 0) {
            stretch->write(std::span(steady.data(), fed * spec.channels));
        } else {
            stretch->finish();
            stretch_finished = true;
        }
    }
    return filled;
}

bool TrackSequence::State::exact(media::SampleFormat output) const {
    return reader && !resampler && !stretch && reader->untouched() && holds(output, reader->info().format);
}

template <class Sample>
std::size_t TrackSequence::State::read_exact(std::span<Sample> interleaved, media::SampleFormat output) {
    const std::size_t frames_wanted = interleaved.size() / spec.channels;
    std::size_t filled = 0;
    while (filled < frames_wanted && exact(output)) {
        const std::size_t frames = reader->read_exact(interleaved.subspan(filled * spec.channels));
        track_gave_frames |= frames > 0;
        filled += frames;
        steady_frames += frames;
        if (frames > 0) continue;
        leave();
        if (!open_next()) break;
    }
    output_frames += filled;
    return filled;
}

TrackSequence::TrackSequence(std::unique_ptr<State> state) : state_(std::move(state)) {}
TrackSequence::~TrackSequence() = default;

Result<std::unique_ptr<TrackSequence>> TrackSequence::open(std::vector<media::Track> tracks,
                                                           const SequenceSpec& spec) {
    auto state = std::make_unique<State>();
    state->tracks = std::move(tracks);
    state->spec = spec;
    state->speed = spec.speed;
    if (!state->open_from(std::min(spec.first_track, state->tracks.size()), spec.first_track_start_s)) {
        if (state->problems.empty()) return fail(ErrorCode::not_found, "there is nothing to play");
        Error all = state->problems.front();
        for (std::size_t i = 1; i < state->problems.size(); ++i) all.detail += "\n" + state->problems[i].detail;
        return fail(std::move(all));
    }
    state->begin_speed();
    return std::unique_ptr<TrackSequence>(new TrackSequence(std::move(state)));
}

double TrackSequence::sample_rate() const noexcept { return state_->spec.sample_rate; }
std::size_t TrackSequence::channels() const noexcept { return state_->spec.channels; }
const std::vector<media::Track>& TrackSequence::tracks() const noexcept { return state_->tracks; }

const media::StreamInfo& TrackSequence::current_info() const noexcept { return state_->info; }

bool TrackSequence::exact(media::SampleFormat output) const noexcept { return state_->exact(output); }

std::size_t TrackSequence::read(AudioBlock block) {
    const std::size_t frames = state_->stretch ? state_->read_stretched(block) : state_->read_steady(block);
    state_->output_frames += frames;
    return frames;
}

std::size_t TrackSequence::read_exact(std::span<std::int32_t> interleaved, media::SampleFormat output) {
    return state_->read_exact(interleaved, output);
}

std::size_t TrackSequence::read_exact(std::span<double> interleaved, media::SampleFormat output) {
    return state_->read_exact(interleaved, output);
}

Status TrackSequence::seek(std::size_t track, double position_s) {
    State& state = *state_;
    const bool open = state.reader && state.index == track;
    const Status sought = open ? state.reader->seek(position_s) : Status();
    // A stream is read on where it is.
    if (!sought && sought.error().code == ErrorCode::unsupported) return sought;
    state.resampler.reset();
    state.draining = false;
    state.finishing = false;
    state.input_frames = 0;
    state.steady_frames = state.output_frames;
    state.begin_speed();
    state.failures_in_row = 0;
    if (open && sought) {
        state.reader->set_replaygain(state.reader_spec());
        state.begin_track();
        return {};
    }
    const std::size_t problems_before = state.problems.size();
    if (!sought) state.problems.push_back(sought.error());
    if (state.open_from(track, position_s)) return {};
    if (state.problems.size() > problems_before) return fail(state.problems.back());
    return fail(ErrorCode::not_found, "there is no such track");
}

void TrackSequence::set_output(const SequenceOutput& output) {
    State& state = *state_;
    state.spec.sample_rate = output.sample_rate;
    state.spec.channels = output.channels;
    state.output_frames = output.first_frame;
    state.steady_frames = output.first_frame;
    state.reader->set_channels(output.channels);
    state.begin_rate();
    state.begin_speed();
    state.marks.clear();
    state.mark();
}

void TrackSequence::set_tracks(std::vector<media::Track> tracks, std::size_t current) {
    State& state = *state_;
    assert(current < tracks.size());
    state.tracks = std::move(tracks);
    state.index = current;
    state.go_on();
}

void TrackSequence::set_repeat(Repeat repeat) {
    state_->spec.repeat = repeat;
    if (repeat != Repeat::off) state_->go_on();
}

void TrackSequence::set_replaygain(ReplayGainMode mode) noexcept { state_->spec.replaygain = mode; }

void TrackSequence::set_speed(double speed, dsp::PitchMode pitch) noexcept {
    state_->spec.speed = speed;
    state_->spec.pitch = pitch;
}

std::vector<Mark> TrackSequence::take_marks() { return std::exchange(state_->marks, {}); }
std::vector<Error> TrackSequence::take_problems() { return std::exchange(state_->problems, {}); }
std::vector<Error> TrackSequence::take_damage() { return std::exchange(state_->damage, {}); }

}  // namespace attacca::player
