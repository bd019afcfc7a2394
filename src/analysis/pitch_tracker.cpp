#include "attacca/analysis/pitch_tracker.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/value_range.h"
#include "hum_guard.h"
#include "pitch_newcomer.h"
#include "pitch_path.h"
#include "pitch_takeover.h"
#include "pitch_window.h"

namespace attacca::analysis {
namespace {

constexpr double kFramesPerSecond = 100.0;
constexpr double kShortWindow_s = 0.046;
constexpr double kLongWindow_s = 0.150;
constexpr double kShortLowest_hz = 75.0;  // Three and a half periods.
constexpr double kLongHighest_hz = 170.0;
constexpr double kVoicing = 0.40;       // A sound that is less periodic has no pitch.
constexpr double kSteadyRatio = 1.009;  // 15 cents.
constexpr double kMiddle_s = 0.024;
constexpr double kMostDip_db = 12.0;
constexpr float kLargest = 1e6F;
constexpr std::size_t kCandidates = PitchPath::kMostCandidates / 3;  // Of each window, and beside a pitch.

Status check(const PitchTrackerSpec& spec) {
    const std::array ranges = {
        ValueRange{"sample rate", spec.sample_rate, 8000.0, 192000.0},
        ValueRange{"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
        ValueRange{"lowest frequency", spec.lowest_hz, 25.0, 2000.0},
        ValueRange{"highest frequency", spec.highest_hz, 1.1 * spec.lowest_hz, 4700.0},
        ValueRange{"silence level", spec.silence_db, -120.0, 0.0},
        ValueRange{"longest block", static_cast<double>(spec.longest_block_frames), 1.0, 16777216.0}};
    return check_ranges("pitch", ranges);
}

double usable_highest_hz(const PitchTrackerSpec& spec) { return std::min(spec.highest_hz, 0.45 * spec.sample_rate); }

}  // namespace

struct PitchTracker::State {
    State(const PitchTrackerSpec& its_spec, std::optional<PitchWindow> its_short,
          std::optional<PitchNewcomer> its_newcomer, PitchWindow its_long);

    void begin() noexcept;
    void append(ConstAudioBlock piece) noexcept;
    void append_silence(std::size_t frames) noexcept;
    void make_room() noexcept;
    void analyze() noexcept;
    void gather() noexcept;
    void listen_beside() noexcept;
    void offer(PitchCandidate candidate) noexcept;
    void level_scores() noexcept;
    void leave_out_hum() noexcept;
    [[nodiscard]] double middle_level_db() const noexcept;
    void emit(std::span<const PathPoint> way) noexcept;
    [[nodiscard]] std::uint64_t time_of(std::uint64_t index) const noexcept {
        return static_cast<std::uint64_t>(
            std::llround(static_cast<double>(index) * spec.sample_rate / kFramesPerSecond));
    }
    /// Until the window around the next moment is full. Both counts begin half a long window before the stream.
    [[nodiscard]] std::size_t frames_wanted() const noexcept {
        return static_cast<std::size_t>(time_of(analyzed) + long_window.frames() - taken);
    }

    PitchTrackerSpec spec;
    std::optional<PitchWindow> short_window;  ///< Not there where only low pitches are looked for.
    std::optional<PitchNewcomer> newcomer;    ///< As it.
    PitchWindow long_window;
    PitchPath path;
    PitchTakeover takeover;
    std::size_t kept_frames;  ///< Of the history that something may still want.
    HumGuard hum;
    AlignedBuffer<float> history;  ///< Mono; the newest sample ends at `filled`.
    std::size_t filled = 0;
    std::uint64_t taken = 0;  ///< Samples so far, the silence before the stream included.
    std::uint64_t analyzed = 0;
    std::uint64_t emitted = 0;
    std::array<PitchCandidate, PitchPath::kMostCandidates> candidates{};
    std::size_t candidate_count = 0;
    std::vector<PitchFrame> frames;  ///< Never grows beyond what was reserved.
};

PitchTracker::State::State(const PitchTrackerSpec& its_spec, std::optional<PitchWindow> its_short,
                           std::optional<PitchNewcomer> its_newcomer, PitchWindow its_long)
    : spec(its_spec),
      short_window(std::move(its_short)),
      newcomer(std::move(its_newcomer)),
      long_window(std::move(its_long)),
      takeover(spec.sample_rate),
      kept_frames(long_window.frames() / 2 + static_cast<std::size_t>(time_of(PitchPath::kLag + 1)) +
                  static_cast<std::size_t>(PitchTakeover::kReach_s * spec.sample_rate)),
      history(2 * kept_frames) {
    const double seconds = static_cast<double>(spec.longest_block_frames) / spec.sample_rate;
    frames.reserve(static_cast<std::size_t>(seconds * kFramesPerSecond) + PitchPath::kLag + 32);
    begin();
}

PitchTracker::PitchTracker(std::unique_ptr<State> state) : state_(std::move(state)) {}
PitchTracker::~PitchTracker() = default;
PitchTracker::PitchTracker(PitchTracker&&) noexcept = default;
PitchTracker& PitchTracker::operator=(PitchTracker&&) noexcept = default;

Result<PitchTracker> PitchTracker::create(const PitchTrackerSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    const double highest_hz = usable_highest_hz(spec);
    auto long_window = PitchWindow::create({.sample_rate = spec.sample_rate,
                                            .window_s = kLongWindow_s,
                                            .lowest_hz = spec.lowest_hz,
                                            .highest_hz = std::max(kLongHighest_hz, 1.1 * spec.lowest_hz),
                                            .flat_to_hz = 1000.0,
                                            .ends_at_hz = 3000.0,
                                            .lags = 4096});
    if (!long_window) return fail(long_window.error());
    std::optional<PitchWindow> short_window;
    std::optional<PitchNewcomer> newcomer;
    if (highest_hz > kShortLowest_hz) {
        const PitchWindowSpec short_spec{.sample_rate = spec.sample_rate,
                                         .window_s = kShortWindow_s,
                                         .lowest_hz = std::max(kShortLowest_hz, spec.lowest_hz),
                                         .highest_hz = highest_hz};
        auto made = PitchWindow::create(short_spec);
        if (!made) return fail(made.error());
        short_window = std::move(*made);
        auto heard = PitchNewcomer::create(short_spec);
        if (!heard) return fail(heard.error());
        newcomer = std::move(*heard);
    }
    return PitchTracker(
        std::make_unique<State>(spec, std::move(short_window), std::move(newcomer), std::move(*long_window)));
}

std::span<const PitchFrame> PitchTracker::process(ConstAudioBlock block) noexcept {
    State& state = *state_;
    assert(block.empty() || block.channels() == state.spec.channels);
    assert(block.frames() <= state.spec.longest_block_frames);
    state.frames.clear();
    std::size_t done = 0;
    while (done < block.frames()) {
        state.make_room();
        const std::size_t room = state.history.size() - state.filled;
        const std::size_t frames = std::min({block.frames() - done, state.frames_wanted(), room});
        state.append(block.subblock(done, frames));
        done += frames;
        if (state.frames_wanted() == 0) state.analyze();
    }
    return state.frames;
}

std::span<const PitchFrame> PitchTracker::finish() noexcept {
    State& state = *state_;
    state.frames.clear();
    const std::uint64_t end = state.taken - state.long_window.frames() / 2;
    while (state.time_of(state.analyzed) < end) {
        while (state.frames_wanted() > 0) {
            state.make_room();
            state.append_silence(std::min(state.frames_wanted(), state.history.size() - state.filled));
        }
        state.analyze();
    }
    for (auto way = state.path.finish(); !way.empty(); way = state.path.finish()) state.emit(way);
    return state.frames;
}

void PitchTracker::reset() noexcept {
    State& state = *state_;
    state.path.reset();
    if (state.newcomer) state.newcomer->reset();
    state.takeover.reset();
    state.hum = {};
    state.analyzed = 0;
    state.emitted = 0;
    state.frames.clear();
    state.begin();
}

std::size_t PitchTracker::latency_frames() const noexcept {
    return state_->long_window.frames() / 2 + static_cast<std::size_t>(state_->time_of(PitchPath::kLag));
}

/// With silence before the stream, of which half a long window is heard.
void PitchTracker::State::begin() noexcept {
    filled = 0;
    append_silence(kept_frames);
    taken = long_window.frames() / 2;
}

void PitchTracker::State::append(ConstAudioBlock piece) noexcept {
    const std::size_t channels = piece.channels();
    const float* samples = piece.data();
    float* mono = history.data() + filled;
    const float share = 1.0F / static_cast<float>(channels);
    for (std::size_t i = 0; i < piece.frames(); ++i) {
        float total = 0.0F;
        for (std::size_t c = 0; c < channels; ++c) total += samples[i * channels + c];
        total *= share;
        mono[i] = std::abs(total) <= kLargest ? total : 0.0F;
    }
    filled += piece.frames();
    taken += piece.frames();
}

void PitchTracker::State::append_silence(std::size_t frames_of_it) noexcept {
    std::fill_n(history.data() + filled, frames_of_it, 0.0F);
    filled += frames_of_it;
    taken += frames_of_it;
}

/// All that a window can still want moves to the front.
void PitchTracker::State::make_room() noexcept {
    if (filled < history.size()) return;
    std::copy_n(history.data() + filled - kept_frames, kept_frames, history.data());
    filled = kept_frames;
}

void PitchTracker::State::analyze() noexcept {
    const float* newest = history.data() + filled - long_window.frames();
    long_window.analyze({newest, long_window.frames()});
    double level_db = long_window.level_db();
    if (short_window) {
        const std::size_t skipped = (long_window.frames() - short_window->frames()) / 2;
        short_window->analyze({newest + skipped, short_window->frames()});
        level_db = std::max(level_db, short_window->level_db());
    }
    hum.hear(long_window.level_db());
    gather();
    ++analyzed;
    const double dip_db = level_db - middle_level_db();
    const std::size_t heard = level_db < spec.silence_db || dip_db > kMostDip_db ? 0 : candidate_count;
    if (const auto way = path.push({candidates.data(), heard}, kVoicing); !way.empty()) emit(way);
}

/// Of the middle of the windows, which reach far into the sounds before and after a rest.
double PitchTracker::State::middle_level_db() const noexcept {
    const auto count = static_cast<std::size_t>(kMiddle_s * spec.sample_rate);
    const float* first = history.data() + filled - long_window.frames() / 2 - count / 2;
    double total = 0.0, power = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto sample = static_cast<double>(first[i]);
        total += sample;
        power += sample * sample;
    }
    const double mean = total / static_cast<double>(count);
    return 10.0 * std::log10(2.0 * std::max(power / static_cast<double>(count) - mean * mean, 0.0) + 1e-20);
}

void PitchTracker::State::gather() noexcept {
    candidate_count = 0;
    std::array<PitchCandidate, kCandidates> found;
    if (short_window) {
        const std::size_t count = short_window->find(found);
        for (std::size_t i = 0; i < count; ++i) {
            PitchCandidate& candidate = found[i];
            const double brief_hz = short_window->refined(candidate.hz);
            const double steady_hz = long_window.refined(brief_hz);
            const double ratio = steady_hz / brief_hz;
            candidate.hz = ratio < kSteadyRatio && ratio > 1.0 / kSteadyRatio ? steady_hz : brief_hz;
            candidate.score -= (candidate.hz < kLongHighest_hz ? long_window : *short_window).gap_cost(candidate.hz);
            candidates[candidate_count++] = candidate;
        }
    }
    const std::size_t count = long_window.find(found);
    for (std::size_t i = 0; i < count; ++i) {
        found[i].hz = long_window.refined(found[i].hz);
        found[i].score -= long_window.gap_cost(found[i].hz);
        offer(found[i]);
    }
    level_scores();
    listen_beside();
    leave_out_hum();
}

void PitchTracker::State::listen_beside() noexcept {
    if (!newcomer) return;
    const float* middle = history.data() + filled - long_window.frames() / 2;
    for (const PitchCandidate& candidate : newcomer->hear(path.newest().hz, middle)) offer(candidate);
}

void PitchTracker::State::leave_out_hum() noexcept {
    const auto kept =
        std::remove_if(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(candidate_count),
                       [this](const PitchCandidate& candidate) { return hum.is_hum(candidate.hz); });
    candidate_count = static_cast<std::size_t>(kept - candidates.begin());
}

/// The best candidate scores its periodicity: how low it lies says nothing about whether it sounds.
void PitchTracker::State::level_scores() noexcept {
    const std::span heard(candidates.data(), candidate_count);
    const auto best =
        std::max_element(heard.begin(), heard.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
    if (best == heard.end()) return;
    const double lift = best->periodicity - best->score;
    for (PitchCandidate& candidate : heard) candidate.score += lift;
}

/// Unless both windows name the same pitch: then the better score stands.
void PitchTracker::State::offer(PitchCandidate candidate) noexcept {
    for (std::size_t i = 0; i < candidate_count; ++i) {
        if (std::abs(candidates[i].hz / candidate.hz - 1.0) > 0.02) continue;
        if (candidate.score > candidates[i].score) candidates[i] = candidate;
        return;
    }
    candidates[candidate_count++] = candidate;
}

void PitchTracker::State::emit(std::span<const PathPoint> way) noexcept {
    assert(frames.size() < frames.capacity());
    const std::uint64_t time = time_of(emitted++);
    const auto since = static_cast<std::size_t>(taken - time) - long_window.frames() / 2;
    const PathPoint point = takeover.decide(way, history.data() + filled - since);
    const bool inside = point.hz >= spec.lowest_hz && point.hz <= spec.highest_hz;
    frames.push_back({.time = time,
                      .f0_hz = inside ? point.hz : 0.0,
                      .confidence = inside ? static_cast<float>(std::clamp(point.periodicity, 0.0, 1.0)) : 0.0F});
}

}  // namespace attacca::analysis
