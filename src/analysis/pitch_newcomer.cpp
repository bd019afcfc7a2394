#include "pitch_newcomer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pitch_residue.h"

namespace attacca::analysis {
namespace {

constexpr double kMatch_s = 0.02;
constexpr double kEarlier_s = 0.04;
constexpr double kUnexplained = 0.05;  // A period that leaves less of the power explains the sound.
constexpr double kGrowth = 1.5;        // What is left grows where a note begins.
constexpr double kLeastPeriodicity = 0.45;
constexpr double kSamePitch = 0.04;       // Octaves: half a semitone.
constexpr double kNearPitch = 0.12;       // What two unresolved notes sound like is between them.
constexpr double kNewcomersBonus = 0.25;  // In one voice the newer note is the one that is played.
constexpr double kCleanedBonus = 0.1;
constexpr std::uint64_t kMomentsOfNoteBefore = 12;

double octaves(double a_hz, double b_hz) { return std::abs(std::log2(a_hz / b_hz)); }

}  // namespace

Result<PitchNewcomer> PitchNewcomer::create(const PitchWindowSpec& spec) {
    auto window = PitchWindow::create(spec);
    if (!window) return fail(window.error());
    return PitchNewcomer(spec, std::move(*window));
}

PitchNewcomer::PitchNewcomer(const PitchWindowSpec& spec, PitchWindow window)
    : sample_rate_(spec.sample_rate), window_(std::move(window)), residue_(window_.frames()) {}

void PitchNewcomer::reset() noexcept { heard_ = 0; }

std::span<const PitchCandidate> PitchNewcomer::hear(double current_hz, const float* middle) noexcept {
    pitches_hz_[heard_++ % pitches_hz_.size()] = current_hz;
    if (!(current_hz > 0.0)) return {};
    const auto frames = static_cast<std::size_t>(kMatch_s * sample_rate_);
    const PeriodMatch now = match_period(middle, -sample_rate_ / current_hz, frames);
    if (now.difference < 2.0 * kUnexplained * now.power) return {};
    const auto earlier = static_cast<std::ptrdiff_t>(kEarlier_s * sample_rate_);
    const PeriodMatch before = match_period(middle - earlier, -sample_rate_ / current_hz, frames);
    const bool begins = now.difference > kGrowth * before.difference;
    const double rings_hz = begins ? current_hz : note_before(current_hz);
    if (!(rings_hz > 0.0)) return {};
    const auto found = beside(rings_hz, middle);
    const auto kept = std::remove_if(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(found.size()),
                                     [&](const PitchCandidate& candidate) {
                                         const double distance = octaves(candidate.hz, current_hz);
                                         return candidate.periodicity < kLeastPeriodicity ||
                                                (begins ? distance < kSamePitch : distance > kNearPitch);
                                     });
    const std::span heard(found_.begin(), kept);
    for (PitchCandidate& candidate : heard) candidate.score += begins ? kNewcomersBonus : kCleanedBonus;
    return heard;
}

/// 0 where it has faded.
double PitchNewcomer::note_before(double current_hz) const noexcept {
    for (std::uint64_t ago = 1; ago <= kMomentsOfNoteBefore && ago < heard_; ++ago) {
        const double hz = pitches_hz_[(heard_ - 1 - ago) % pitches_hz_.size()];
        if (hz > 0.0 && octaves(hz, current_hz) > kSamePitch) return hz;
    }
    return 0.0;
}

/// What sounds beside a pitch.
std::span<const PitchCandidate> PitchNewcomer::beside(double hz, const float* middle) noexcept {
    subtract_period(middle, sample_rate_ / hz, residue_.span());
    window_.analyze(residue_.span());
    const std::size_t count = window_.find(found_);
    for (std::size_t i = 0; i < count; ++i) {
        found_[i].hz = window_.refined(found_[i].hz);
        found_[i].score -= window_.gap_cost(found_[i].hz);
    }
    return {found_.data(), count};
}

}  // namespace attacca::analysis
