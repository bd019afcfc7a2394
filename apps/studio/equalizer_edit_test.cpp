#include "equalizer_edit.h"

#include <gmock/gmock.h>

#include <QSignalSpy>
#include <cmath>

namespace attacca::studio {
namespace {

class EqualizerEditing : public ::testing::Test {
protected:
    [[nodiscard]] const dsp::Band& band(std::size_t index) const { return edit_.settings().bands[index]; }

    EqualizerEdit edit_{first_equalizer()};
    QSignalSpy changed_{&edit_, &EqualizerEdit::changed};
    QSignalSpy selected_{&edit_, &EqualizerEdit::selection_changed};
};

TEST_F(EqualizerEditing, MovesABandAndSaysSoOnce) {
    edit_.move_band(2, 250.0, 3.0);
    EXPECT_EQ(band(2).center_hz, 250.0);
    EXPECT_EQ(band(2).gain_db, 3.0);
    EXPECT_EQ(changed_.count(), 1);
    edit_.move_band(2, 250.0, 3.0);
    EXPECT_EQ(changed_.count(), 1);
}

TEST_F(EqualizerEditing, KeepsValuesInTheirRanges) {
    edit_.move_band(0, 1.0, 99.0);
    EXPECT_EQ(band(0).center_hz, kLowestBand_hz);
    EXPECT_EQ(band(0).gain_db, kBandGain_db);
    edit_.move_band(0, 1e9, std::nan(""));
    EXPECT_EQ(band(0).center_hz, kHighestBand_hz);
    EXPECT_EQ(band(0).gain_db, -kBandGain_db);
    edit_.set_quality(0, 0.0);
    EXPECT_EQ(band(0).width, kLowestQ);
    edit_.set_preamp(-100.0);
    EXPECT_EQ(edit_.settings().preamp_db, kLowestPreamp_db);
}

TEST_F(EqualizerEditing, ABandWithoutGainMovesInFrequencyOnly) {
    auto high_pass = band(1);
    high_pass.kind = dsp::BandKind::high_pass;
    edit_.set_band(1, high_pass);
    edit_.move_band(1, 80.0, 6.0);
    EXPECT_EQ(band(1).center_hz, 80.0);
    EXPECT_EQ(band(1).gain_db, 0.0);
}

TEST_F(EqualizerEditing, AddsSelectedBandsUpToTheMost) {
    while (edit_.settings().bands.size() < dsp::kMaxBands) EXPECT_TRUE(edit_.add_band(440.0, 2.0));
    EXPECT_EQ(edit_.selected(), dsp::kMaxBands - 1);
    EXPECT_FALSE(edit_.add_band(440.0, 2.0));
    EXPECT_EQ(edit_.settings().bands.size(), dsp::kMaxBands);
}

TEST_F(EqualizerEditing, TheSelectionFollowsItsBandWhenOthersGo) {
    edit_.select(5);
    edit_.remove_band(1);
    EXPECT_EQ(edit_.selected(), 4U);
    edit_.select(6);
    edit_.remove_band(6);
    EXPECT_EQ(edit_.selected(), 5U);
    while (!edit_.settings().bands.empty()) edit_.remove_band(0);
    EXPECT_FALSE(edit_.selected());
    edit_.select(3);
    EXPECT_FALSE(edit_.selected());
}

TEST_F(EqualizerEditing, ComparesTwoSettingsThatAreEditedApart) {
    edit_.move_band(0, 60.0, 6.0);
    edit_.compare();
    EXPECT_EQ(band(0).gain_db, 0.0);
    edit_.load(dsp::equalizer_presets()[1].settings, QStringLiteral("second"));
    EXPECT_EQ(edit_.preset(), QStringLiteral("second"));
    edit_.compare();
    EXPECT_EQ(band(0).gain_db, 6.0);
    EXPECT_EQ(edit_.preset(), QStringLiteral("flat"));
}

TEST_F(EqualizerEditing, LoadingFewerBandsLetsGoOfTheSelection) {
    edit_.select(7);
    edit_.load({.preamp_db = -1.0, .bands = {{}}}, {});
    EXPECT_FALSE(edit_.selected());
}

TEST(BandText, SaysWhatAScreenReaderNeeds) {
    EXPECT_EQ(band_text(2, {.center_hz = 240.0, .gain_db = 3.0}),
              QStringLiteral("Band 3, peaking, 240 Hz, +3.0 dB, Q 1.0"));
    EXPECT_EQ(band_text(0, {.kind = dsp::BandKind::notch, .center_hz = 1500.0, .width = 30.0}),
              QStringLiteral("Band 1, notch, 1.50 kHz, Q 30"));
    EXPECT_EQ(gain_text(-0.04), QStringLiteral("0.0 dB"));
    EXPECT_EQ(gain_text(-3.25), QStringLiteral("-3.3 dB"));
}

}  // namespace
}  // namespace attacca::studio
