#include "analysis/note_tracker.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr float kLeastBelief = -6.0F;
constexpr float kMostBelief = 5.0F;
constexpr float kDoubt = -2.5F;  ///< From here on a belief that ends in a note was growing.

// In hops.
constexpr std::uint64_t kLookBack = 19;   ///< Before that: long windows hear late.
constexpr float kFade = 0.97F;            ///< Of an older rise against a newer one.
constexpr std::uint64_t kRiseLag = 4;     ///< From an onset to the hop in which its rise is steepest,
constexpr float kBeliefLag = 4.0F;        ///< and to that in which the belief begins to grow;
constexpr float kLowLag = 6.0F;           ///< more of it for each two octaves below middle C.
constexpr std::uint64_t kOffsetLag = 12;  ///< From an offset to the last hop of high belief.
constexpr std::uint64_t kStrikeLag = 4;   ///< What is heard of a strike before it is judged.
constexpr std::uint64_t kStrikeApart = 9;

constexpr int kLowestStruck = 28;  ///< MIDI; E1, the lowest string of a bass.

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
}

std::uint64_t NoteTracker::place_onset(const Lane& lane, int midi) const noexcept {
    const auto back = [](std::uint64_t from, std::uint64_t by) { return from - std::min(from, by); };
    const std::uint64_t first = std::max(back(lane.doubted, kLookBack), back(hop_, kMemory - 1));
    std::uint64_t steepest = first;
    float most = -1.0F, fade = 1.0F;
    for (std::uint64_t h = hop_; h >= first && h > 0; --h, fade *= kFade) {
        if (fade * lane.rises[h % kMemory] <= most) continue;
        most = fade * lane.rises[h % kMemory];
        steepest = h;
    }
    const bool clear = lane.rises[steepest % kMemory] >= settings_.least_rise;
    const float low = static_cast<float>(std::max(0, 60 - midi)) / 24.0F;
    const std::uint64_t onset = clear ? back(steepest, kRiseLag)
                                      : back(lane.doubted + 1, static_cast<std::uint64_t>(kBeliefLag + low * kLowLag));
    return std::max(onset, lane.note.offset);
}

bool NoteTracker::struck_again(const Lane& lane) const noexcept {
    if (hop_ < lane.note.onset + kStrikeApart + kStrikeLag || hop_ < 2 * kStrikeLag) return false;
    const std::uint64_t strike = hop_ - kStrikeLag;
    const float rise = lane.rises[strike % kMemory];
    // The flash sees single periods of the lowest notes come and go.
    if (rise < settings_.struck || lane.note.midi_pitch < kLowestStruck) return false;
    for (std::uint64_t h = strike - 3; h <= strike + 3; ++h) {
        if (lane.rises[h % kMemory] > rise) return false;
    }
    const float before = lane.activations[(strike - 3) % kMemory];
    const float after = std::max(lane.activations[hop_ % kMemory], lane.activations[(hop_ - 1) % kMemory]);
    return rise >= settings_.sharply || after > settings_.louder * before;
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
        lane.rises[hop_ % kMemory] = hearing.rises[pitch];
        lane.activations[hop_ % kMemory] = hearing.activations[pitch];
        follow(lane, hearing.odds[pitch]);
        if (lane.belief <= kDoubt) lane.doubted = hop_;
        if (lane.belief > 0.0F) lane.sure = hop_;
        if (lane.state == State::quiet) {
            if (lane.belief < settings_.begins) continue;
            begin(lane, midi, place_onset(lane, midi));
            if (settings_.voices == Voices::one) {
                for (Lane& other : lanes_) {
                    if (&other != &lane && other.state != State::quiet) end(other, lane.note.onset, events);
                }
            }
        } else if (lane.belief < settings_.ends) {
            end(lane, lane.sure - std::min(lane.sure, kOffsetLag), events);
            continue;
        } else if (struck_again(lane)) {
            const std::uint64_t onset = hop_ - kStrikeLag - kRiseLag;
            end(lane, onset, events);
            begin(lane, midi, onset);
        }
        lane.cents += hearing.readings[pitch].cents;
        lane.odds += hearing.odds[pitch];
        lane.hops += 1.0F;
        lane.level_db = std::max(lane.level_db, hearing.readings[pitch].level_db);
        const bool long_enough = hop_ >= lane.note.onset + static_cast<std::uint64_t>(settings_.shortest_hops);
        if (lane.state == State::confirmed_but_short && long_enough) report(lane, events);
    }
}

void NoteTracker::finish(std::vector<NoteEvent>& events) noexcept {
    for (Lane& lane : lanes_) {
        if (lane.state != State::quiet) end(lane, hop_, events);
    }
}

}  // namespace attacca::analysis
