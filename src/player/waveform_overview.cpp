#include "attacca/player/waveform_overview.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "player/track_reader.h"
#include "player/waveform_cache.h"
#include "player/waveform_columns.h"

namespace attacca::player {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadFrames = 8192;
constexpr auto kShowEvery = std::chrono::milliseconds(33);

Waveform failed(std::string problem) {
    return {.state = WaveformState::failed,
            .columns = {},
            .loaded_share = 0.0,
            .duration_s = 0.0,
            .problem = std::move(problem)};
}

/// How many columns the whole track will have, where its length is known.
std::uint64_t expected_frames(const TrackReader& reader) {
    const double duration_s = reader.duration_s().value_or(0.0);
    return static_cast<std::uint64_t>(std::llround(std::max(0.0, duration_s) * reader.info().sample_rate));
}

Waveform as_loading(const WaveformColumns& read, const TrackReader& reader) {
    const std::uint64_t expected = expected_frames(reader);
    const std::size_t whole = static_cast<std::size_t>(std::min<std::uint64_t>(
        WaveformOverview::kMostColumns, (expected + read.column_frames() - 1) / read.column_frames()));
    Waveform shown{.state = WaveformState::loading, .columns = read.columns(), .problem = {}};
    shown.columns.resize(std::max(whole, shown.columns.size()));
    if (shown.columns.empty()) return shown;
    shown.loaded_share = static_cast<double>(read.columns().size()) / static_cast<double>(shown.columns.size());
    shown.duration_s = static_cast<double>(std::max(expected, read.frames())) / reader.info().sample_rate;
    return shown;
}

}  // namespace

// The control thread says which track is wanted; the reading thread looks whether that is still so.
struct WaveformOverview::State {
    explicit State(std::string folder) : cache(std::move(folder)) {}

    const WaveformCache cache;
    mutable std::mutex mutex;
    std::condition_variable wake;
    std::optional<media::Track> wanted;
    std::stop_source reading;  // Of the track being read.
    bool quit = false;
    Waveform shown;
    std::atomic<std::uint64_t> changes{0};
    std::thread thread;

    void want(std::optional<media::Track> track, Waveform meanwhile);
    void run();
    void read(const media::Track& track, const std::stop_token& stop);
    void show(Waveform waveform, const std::stop_token& stop);
};

void WaveformOverview::State::want(std::optional<media::Track> track, Waveform meanwhile) {
    {
        const std::lock_guard lock(mutex);
        wanted = std::move(track);
        reading.request_stop();
        reading = std::stop_source();
        shown = std::move(meanwhile);
        changes.fetch_add(1, std::memory_order_release);
    }
    wake.notify_one();
}

void WaveformOverview::State::run() {
    for (;;) {
        media::Track track;
        std::stop_token stop;
        {
            std::unique_lock lock(mutex);
            wake.wait(lock, [this] { return quit || wanted; });
            if (quit) return;
            track = std::move(*std::exchange(wanted, std::nullopt));
            stop = reading.get_token();
        }
        read(track, stop);
    }
}

// What was asked for since then is never overwritten: that stops the one before under the same lock.
void WaveformOverview::State::show(Waveform waveform, const std::stop_token& stop) {
    const std::lock_guard lock(mutex);
    if (stop.stop_requested()) return;
    shown = std::move(waveform);
    changes.fetch_add(1, std::memory_order_release);
}

void WaveformOverview::State::read(const media::Track& track, const std::stop_token& stop) {
    const std::string key = cache.key(track);
    if (key.empty()) return show(failed(track.source + ": no file to be looked through"), stop);
    if (auto kept = cache.find(key)) return show(std::move(*kept), stop);
    auto reader = TrackReader::open(track, {.stop = stop});
    if (!reader) return show(failed(reader.error().detail), stop);

    WaveformColumns columns(expected_frames(*reader));
    std::vector<float> samples(kReadFrames * reader->channels());
    const AudioBlock block(samples, reader->channels());
    auto shown_at = Clock::now();
    for (std::size_t frames = 0; (frames = reader->read(block)) > 0;) {
        if (stop.stop_requested()) return;
        columns.add(block.subblock(0, frames));
        if (Clock::now() - shown_at < kShowEvery) continue;
        shown_at = Clock::now();
        show(as_loading(columns, *reader), stop);
    }
    if (stop.stop_requested()) return;
    columns.finish();
    const auto failure = reader->failure();
    if (failure && columns.frames() == 0) return show(failed(failure->detail), stop);
    Waveform whole{.state = WaveformState::complete,
                   .columns = columns.columns(),
                   .loaded_share = 1.0,
                   .duration_s = static_cast<double>(columns.frames()) / reader->info().sample_rate,
                   .problem = failure ? failure->detail : std::string()};
    if (!failure) cache.keep(key, whole);
    show(std::move(whole), stop);
}

WaveformOverview::WaveformOverview(std::string cache_folder)
    : state_(std::make_unique<State>(std::move(cache_folder))) {
    state_->thread = std::thread([&state = *state_] { state.run(); });
}

WaveformOverview::~WaveformOverview() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->quit = true;
        state_->reading.request_stop();
    }
    state_->wake.notify_one();
    state_->thread.join();
}

void WaveformOverview::show(const media::Track& track) {
    state_->want(track, {.state = WaveformState::loading, .columns = {}, .problem = {}});
}

void WaveformOverview::clear() { state_->want(std::nullopt, {}); }

std::uint64_t WaveformOverview::changes() const noexcept { return state_->changes.load(std::memory_order_acquire); }

Waveform WaveformOverview::waveform() const {
    const std::lock_guard lock(state_->mutex);
    return state_->shown;
}

}  // namespace attacca::player
