#include "pitch_path.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::analysis {
namespace {

constexpr double kSilence = 0.45;

PitchCandidate candidate(double hz, double score) { return {.hz = hz, .periodicity = score, .score = score}; }

/// The pitch of each moment.
std::vector<double> decided(PitchPath& path, const std::vector<std::vector<PitchCandidate>>& moments) {
    std::vector<double> pitches;
    for (const auto& moment : moments) {
        if (const auto way = path.push(moment, kSilence); !way.empty()) pitches.push_back(way[0].hz);
    }
    for (auto way = path.finish(); !way.empty(); way = path.finish()) pitches.push_back(way[0].hz);
    return pitches;
}

TEST(PitchPath, DecidesEachMomentOnceAndSoLate) {
    PitchPath path;
    const std::vector moment{candidate(220.0, 0.9)};
    for (std::size_t i = 0; i < PitchPath::kLag; ++i) EXPECT_TRUE(path.push(moment, kSilence).empty());
    EXPECT_EQ(path.push(moment, kSilence).size(), PitchPath::kLag + 1);
    for (std::size_t left = PitchPath::kLag; left > 0; --left) EXPECT_EQ(path.finish().size(), left);
    EXPECT_TRUE(path.finish().empty());
}

TEST(PitchPath, PassesOverAMomentsOctaveError) {
    std::vector<std::vector<PitchCandidate>> moments(11, {candidate(220.0, 0.9), candidate(110.0, 0.8)});
    moments[5] = {candidate(220.0, 0.75), candidate(110.0, 0.9)};
    PitchPath path;
    EXPECT_EQ(decided(path, moments), std::vector<double>(11, 220.0));
}

TEST(PitchPath, FollowsALeapThatLasts) {
    std::vector<std::vector<PitchCandidate>> moments(8, {candidate(220.0, 0.9), candidate(440.0, 0.5)});
    moments.resize(16, {candidate(220.0, 0.5), candidate(440.0, 0.9)});
    std::vector<double> expected(8, 220.0);
    expected.resize(16, 440.0);
    PitchPath path;
    EXPECT_EQ(decided(path, moments), expected);
}

TEST(PitchPath, IsSilentWhereNothingIsPeriodicEnough) {
    std::vector<std::vector<PitchCandidate>> moments(6);
    moments.resize(12, {candidate(220.0, 0.3)});
    moments.resize(18, {candidate(220.0, 0.9)});
    std::vector<double> expected(12, 0.0);
    expected.resize(18, 220.0);
    PitchPath path;
    EXPECT_EQ(decided(path, moments), expected);
}

TEST(PitchPath, ABriefDropDoesNotEndANote) {
    std::vector<std::vector<PitchCandidate>> moments(11, {candidate(220.0, 0.9)});
    moments[5] = {candidate(220.0, 0.4)};
    PitchPath path;
    EXPECT_EQ(decided(path, moments), std::vector<double>(11, 220.0));
}

TEST(PitchPath, ShowsWhatItNowTakesTheFollowingMomentsFor) {
    PitchPath path;
    EXPECT_EQ(path.newest().hz, 0.0);
    for (std::size_t i = 0; i < PitchPath::kLag; ++i) (void)path.push(std::vector{candidate(220.0, 0.9)}, kSilence);
    const auto way = path.push(std::vector{candidate(330.0, 2.0)}, kSilence);
    ASSERT_EQ(way.size(), PitchPath::kLag + 1);
    EXPECT_EQ(way.front().hz, 220.0);
    EXPECT_EQ(way.back().hz, 330.0);
    EXPECT_EQ(path.newest().hz, 330.0);
}

TEST(PitchPath, IsNewAfterReset) {
    PitchPath path;
    for (int i = 0; i < 20; ++i) (void)path.push(std::vector{candidate(110.0, 0.9)}, kSilence);
    path.reset();
    EXPECT_EQ(decided(path, std::vector<std::vector<PitchCandidate>>(3, {candidate(220.0, 0.9)})),
              std::vector<double>(3, 220.0));
}

}  // namespace
}  // namespace attacca::analysis
