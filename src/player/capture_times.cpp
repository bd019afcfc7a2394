#include "attacca/player/capture_times.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace attacca::player {
namespace {

constexpr double kKept_s = 4.0;

}  // namespace

void CaptureTimes::add(const CaptureStamp& stamp) {
    stamps_.push_back(stamp);
    const auto kept = static_cast<std::uint64_t>(kKept_s * sample_rate_);
    while (stamp.first_frame - stamps_.front().first_frame > kept) stamps_.pop_front();
}

CaptureClock::time_point CaptureTimes::captured_at(std::uint64_t frame) const {
    assert(!stamps_.empty());
    const auto later = std::ranges::upper_bound(stamps_, frame, {}, &CaptureStamp::first_frame);
    const CaptureStamp& block = later == stamps_.begin() ? stamps_.front() : *std::prev(later);
    const double from_first = static_cast<double>(frame) - static_cast<double>(block.first_frame);
    const double age_frames = static_cast<double>(std::max(latency_frames_, block.frames)) - from_first;
    const std::chrono::duration<double> age(age_frames / sample_rate_);
    return block.cycle_began - std::chrono::round<CaptureClock::duration>(age);
}

}  // namespace attacca::player
