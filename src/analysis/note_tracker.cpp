#include "analysis/note_tracker.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr float kLeastBelief = -6.0F;
constexpr float kMostBelief = 5.0F;
constexpr float kForgotten = 0.4F;    ///< Of recent odds, each hop.
constexpr float kDoubt = -2.5F;       ///< From here on a belief that ends in a note was growing.
constexpr std::uint64_t kAround = 2;  ///< Hops to each side among which a strike must be the likeliest.

}  // namespace

NoteTracker::NoteTracker(const TrackerSettings& settings) : settings_(settings) {}

void NoteTracker::reset() noexcept {
    lanes_.fill({});
    hop_ = 0;
}

void NoteTracker::follow(Lane& lane, float odds) const noexcept {
    const float sounding = 1.0F / (1.0F + std::exp(-lane.belief));
    const float expected = sounding * (1.0F - settings_.vanishes) + (1.0F - sounding) * settings_.appears;
    const float prior = std::log(expected / (1.0F - expected));
    lane.belief = std::clamp(prior + settings_.trust * odds, kLeastBelief, kMostBelief);
    lane.recent_odds += kForgotten * (odds - lane.recent_odds);
}

/// Of a melody only the likeliest pitch may begin.
bool NoteTracker::leads(const Lane& lane) const noexcept {
    return settings_.voices == Voices::several ||
           std::ranges::all_of(lanes_, [&](const Lane& other) { return other.recent_odds <= lane.recent_odds; });
}

std::uint64_t NoteTracker::place_onset(const Lane& lane) const noexcept {
    const auto back = [](std::uint64_t from, std::uint64_t by) { return from - std::min(from, by); };
    const std::uint64_t first = std::max(back(lane.doubted, settings_.look_back), back(hop_, kMemory - 1));
    std::uint64_t likeliest = hop_;
    for (std::uint64_t h = hop_; h >= first && h > 0; --h) {
        if (lane.onsets[h % kMemory] > lane.onsets[likeliest % kMemory]) likeliest = h;
    }
    if (lane.onsets[likeliest % kMemory] >= settings_.least_onset) {
        return std::max(back(likeliest, kOnsetLag), lane.note.offset);
    }
    float sum = 0.0F, count = 0.0F;
    for (std::uint64_t h = std::max(lane.doubted + 1, back(hop_, settings_.age_hops - 1)); h <= hop_; ++h) {
        sum += lane.ages[h % kMemory] + static_cast<float>(hop_ - h);
        count += 1.0F;
    }
    const auto age = static_cast<std::uint64_t>(std::lround(sum / std::max(count, 1.0F) + settings_.age_bias));
    return std::max(back(hop_, age), lane.note.offset);
}

bool NoteTracker::struck_again(const Lane& lane) const noexcept {
    if (hop_ < lane.note.onset + settings_.apart + kOnsetLag + kAround) return false;
    const std::uint64_t strike = hop_ - kAround;
    const float odds = lane.onsets[strike % kMemory];
    if (odds < settings_.struck) return false;
    for (std::uint64_t h = strike - kAround; h <= hop_; ++h) {
        if (lane.onsets[h % kMemory] > odds) return false;
    }
    return true;
}

void NoteTracker::begin(Lane& lane, int midi, std::uint64_t onset) const noexcept {
    lane.state = State::confirmed_but_short;
    lane.cents = lane.odds = lane.hops = 0.0F;
    lane.level_db = -120.0F;
    lane.note = {.onset = onset, .midi_pitch = midi};
}

void NoteTracker::report(Lane& lane, std::vector<NoteEvent>& events) const noexcept {
    lane.state = State::sounds;
    lane.note.detected = hop_;
    lane.note.cents = std::clamp(lane.cents / std::max(lane.hops, 1.0F), -50.0F, 50.0F);
    lane.note.velocity = std::clamp(127.0F * (1.0F + (lane.level_db + 6.0F) / 60.0F), 1.0F, 127.0F);
    lane.note.confidence = 1.0F / (1.0F + std::exp(-lane.odds / std::max(lane.hops, 1.0F)));
    events.push_back({NoteEvent::Kind::on, lane.note});
}

void NoteTracker::end(Lane& lane, std::uint64_t offset, std::vector<NoteEvent>& events) const noexcept {
    const bool reported = lane.state == State::sounds;
    lane.state = State::quiet;
    lane.note.offset = std::max(offset, lane.note.onset + 1);
    if (!reported) return;
    lane.note.cents = std::clamp(lane.cents / std::max(lane.hops, 1.0F), -50.0F, 50.0F);
    lane.note.confidence = 1.0F / (1.0F + std::exp(-lane.odds / std::max(lane.hops, 1.0F)));
    events.push_back({NoteEvent::Kind::off, lane.note});
}

void NoteTracker::update(const Hearing& hearing, std::vector<NoteEvent>& events) noexcept {
    ++hop_;
    for (int midi = settings_.lowest_midi; midi <= settings_.highest_midi; ++midi) {
        const auto pitch = static_cast<std::size_t>(midi - kLowestMidi);
        Lane& lane = lanes_[pitch];
        const auto [sounds, begins, age] = hearing.odds[pitch];
        lane.onsets[hop_ % kMemory] = begins;
        lane.ages[hop_ % kMemory] = age;
        follow(lane, sounds + settings_.bias);
        if (lane.belief <= kDoubt) lane.doubted = hop_;
        if (sounds > 0.0F) lane.sure = hop_;
        if (lane.state == State::quiet) {
            if (lane.belief < settings_.begins || !leads(lane)) continue;
            begin(lane, midi, place_onset(lane));
            if (settings_.voices == Voices::one) {
                for (Lane& other : lanes_) {
                    if (&other != &lane && other.state != State::quiet) end(other, lane.note.onset, events);
                }
            }
        } else if (lane.belief < settings_.ends || hop_ > lane.sure + settings_.patience) {
            end(lane, lane.sure - std::min(lane.sure, settings_.offset_lag), events);
            continue;
        } else if (lane.state == State::confirmed_but_short) {
            lane.note.onset = place_onset(lane);
        } else if (struck_again(lane)) {
            const std::uint64_t onset = hop_ - kAround - kOnsetLag;
            end(lane, onset, events);
            begin(lane, midi, onset);
        }
        lane.cents += hearing.readings[pitch].cents;
        lane.odds += sounds;
        lane.hops += 1.0F;
        lane.level_db = std::max(lane.level_db, hearing.readings[pitch].level_db);
        const bool old_enough =
            hop_ >= lane.note.onset + std::max(settings_.wait, static_cast<std::uint64_t>(settings_.shortest_hops));
        const bool likely = lane.odds >= settings_.least_odds * lane.hops;
        if (lane.state == State::confirmed_but_short && old_enough && likely) report(lane, events);
    }
}

void NoteTracker::finish(std::vector<NoteEvent>& events) noexcept {
    for (Lane& lane : lanes_) {
        if (lane.state != State::quiet) end(lane, hop_, events);
    }
}

}  // namespace attacca::analysis
