#include "attacca/dsp/equalizer_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attacca::dsp {
namespace {

using testing::AllOf;
using testing::HasSubstr;

EqualizerSettings parsed(std::string_view text) {
    auto settings = parse_equalizer_text(text, "test");
    EXPECT_TRUE(settings) << settings.error().detail;
    return settings ? *settings : EqualizerSettings{};
}

Band parsed_band(std::string_view filter) {
    const auto settings = parsed("Filter: ON " + std::string(filter));
    EXPECT_EQ(settings.bands.size(), 1U) << filter;
    return settings.bands.empty() ? Band{} : settings.bands.front();
}

std::string error_of(std::string_view text) {
    const auto settings = parse_equalizer_text(text, "my.txt");
    EXPECT_FALSE(settings) << text;
    return settings ? "" : settings.error().detail;
}

TEST(EqualizerText, ReadsAutoEqAsItIs) {
    const auto settings = parsed(
        "Preamp: -6.2 dB\n"
        "Filter 1: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70\n"
        "Filter 2: ON PK Fc 1621 Hz Gain -2.6 dB Q 1.42\n"
        "Filter 10: ON HSC Fc 10000 Hz Gain -3.1 dB Q 0.70\n");
    EXPECT_EQ(settings.preamp_db, -6.2);
    ASSERT_EQ(settings.bands.size(), 3U);
    EXPECT_EQ(settings.bands[0], (Band{.kind = BandKind::low_shelf, .center_hz = 105, .gain_db = 5.5, .width = 0.7}));
    EXPECT_EQ(settings.bands[1], (Band{.kind = BandKind::peaking, .center_hz = 1621, .gain_db = -2.6, .width = 1.42}));
    EXPECT_EQ(settings.bands[2],
              (Band{.kind = BandKind::high_shelf, .center_hz = 10000, .gain_db = -3.1, .width = 0.7}));
}

TEST(EqualizerText, TakesDecimalCommasGroupsMarksAndAttachedUnits) {
    const auto settings = parsed(
        "\xEF\xBB\xBFPreamp: \xE2\x88\x92"
        "6,5dB\r\n"
        "# a comment\r\n\r\n"
        "  filter  3 :  on  pk  fc 1.234,5Hz  gain +3,5dB  q 1,41\r\n"
        "Filter: ON PK Fc 2\xC2\xA0"
        "500 Hz Gain 1 dB Q 1\r\n"
        "Filter: ON PK Fc 12 500 Hz Gain 1 dB Q 1\r"
        "Filter: ON PK Q 2 Gain 1 dB Fc 80");
    EXPECT_EQ(settings.preamp_db, -6.5);
    ASSERT_EQ(settings.bands.size(), 4U);
    EXPECT_EQ(settings.bands[0], (Band{.center_hz = 1234.5, .gain_db = 3.5, .width = 1.41}));
    EXPECT_EQ(settings.bands[1].center_hz, 2500.0);
    EXPECT_EQ(settings.bands[2].center_hz, 12500.0);
    EXPECT_EQ(settings.bands[3], (Band{.center_hz = 80, .gain_db = 1, .width = 2}));
}

TEST(EqualizerText, KnowsEveryKindAndItsDefaultWidth) {
    const double butterworth = std::numbers::sqrt2 / 2;
    EXPECT_EQ(parsed_band("LP Fc 80 Hz"), (Band{.kind = BandKind::low_pass, .center_hz = 80, .width = butterworth}));
    EXPECT_EQ(parsed_band("HP Fc 80 Hz"), (Band{.kind = BandKind::high_pass, .center_hz = 80, .width = butterworth}));
    EXPECT_EQ(parsed_band("LPQ Fc 80 Hz Q 2"), (Band{.kind = BandKind::low_pass, .center_hz = 80, .width = 2}));
    EXPECT_EQ(parsed_band("HPQ Fc 80 Hz Q 2"), (Band{.kind = BandKind::high_pass, .center_hz = 80, .width = 2}));
    EXPECT_EQ(parsed_band("BP Fc 80 Hz"), (Band{.kind = BandKind::band_pass, .center_hz = 80, .width = butterworth}));
    EXPECT_EQ(parsed_band("NO Fc 50 Hz"), (Band{.kind = BandKind::notch, .center_hz = 50, .width = 30}));
    EXPECT_EQ(parsed_band("AP Fc 900 Hz Q 0.7"), (Band{.kind = BandKind::all_pass, .center_hz = 900, .width = 0.7}));
    EXPECT_EQ(parsed_band("PEQ Fc 50 Hz Gain 3 dB BW Oct 0.5"),
              (Band{.center_hz = 50, .gain_db = 3, .width = 0.5, .width_unit = WidthUnit::octaves}));
    EXPECT_EQ(parsed_band("Modal Fc 40 Hz Gain -9 dB Q 5 T60 target 300 ms"),
              (Band{.center_hz = 40, .gain_db = -9, .width = 5}));
}

TEST(EqualizerText, ShelvesBySlope) {
    EXPECT_EQ(
        parsed_band("LSC 12 dB Fc 300 Hz Gain 5 dB"),
        (Band{
            .kind = BandKind::low_shelf, .center_hz = 300, .gain_db = 5, .width = 1, .width_unit = WidthUnit::slope}));
    EXPECT_EQ(parsed_band("HS Fc 1000 Hz Gain 6 dB"), (Band{.kind = BandKind::high_shelf,
                                                            .center_hz = 1000,
                                                            .gain_db = 6,
                                                            .width = 0.9,
                                                            .width_unit = WidthUnit::slope}));
    const Band low = parsed_band("LS 6dB Fc 100 Hz Gain -8 dB");
    EXPECT_EQ(low.width, 0.5);
    EXPECT_NEAR(low.center_hz, 100.0 * std::pow(10.0, 0.2), 1e-9) << "the corner lies below the center";
    EXPECT_NEAR(parsed_band("HS 12dB Fc 100 Hz Gain 8 dB").center_hz, 100.0 / std::pow(10.0, 0.1), 1e-9);
    EXPECT_EQ(parsed_band("LS Fc 100 Hz Gain 8 dB Q 0.7").center_hz, 100.0);
}

TEST(EqualizerText, PassesOverWhatIsOffAndWhatChangesNothing) {
    const auto settings = parsed(
        "Filter Settings file\nRoom EQ V5.19\nDated: 12-Jan 09:00:00\nNotes: none\nEqualiser: Generic\n"
        "Device: Speakers\nStage: post-mix\nChannel: all\n"
        "Preamp: -1 dB\nPreamp: -2 dB\n"
        "Filter 1: OFF PK Fc 50 Hz Gain 3 dB Q 1\n"
        "Filter 2: OFF\n"
        "Filter 3: ON None\n");
    EXPECT_EQ(settings.preamp_db, -3.0);
    EXPECT_TRUE(settings.bands.empty());
}

TEST(EqualizerText, ErrorsNameTheLineWhatStoodThereAndWhatWasExpected) {
    EXPECT_THAT(error_of("Preamp: -6 dB\n\nFilter 1: ON PK Fc abc Hz Gain 3 dB Q 1\n"),
                AllOf(HasSubstr("my.txt:3"), HasSubstr("Fc abc Hz"), HasSubstr("expected a frequency above 0 Hz")));
    EXPECT_THAT(error_of("Filter: ON XX Fc 50 Hz"), HasSubstr("a filter type: PK"));
    EXPECT_THAT(error_of("Filter: PK Fc 50 Hz"), HasSubstr("ON or OFF"));
    EXPECT_THAT(error_of("Filter: ON PK Fc 50 Hz Gain 3 dB"), HasSubstr("Q or BW Oct"));
    EXPECT_THAT(error_of("Filter: ON PK Fc 50 Hz Q 1"), HasSubstr("Gain and a level"));
    EXPECT_THAT(error_of("Filter: ON PK Gain 3 dB Q 1"), HasSubstr("Fc and a frequency"));
    EXPECT_THAT(error_of("Filter: ON PK Fc 50 Hz Gain 3 dB Q 1 loud"), HasSubstr("\"loud\""));
    EXPECT_THAT(error_of("Preamp: loud"), HasSubstr("after Preamp"));
    EXPECT_THAT(error_of("hello"), HasSubstr("my.txt:1"));
    EXPECT_THAT(error_of(""), HasSubstr("at least one line"));
}

TEST(EqualizerText, RefusesNumbersThatCannotBeMeant) {
    for (const char* filter :
         {"PK Fc 0 Hz Gain 1 dB Q 1", "PK Fc -5 Hz Gain 1 dB Q 1", "PK Fc nan Hz Gain 1 dB Q 1",
          "PK Fc inf Hz Gain 1 dB Q 1", "PK Fc 1e999 Hz Gain 1 dB Q 1", "PK Fc 50 Hz Gain 101 dB Q 1",
          "PK Fc 50 Hz Gain -1000 dB Q 1", "PK Fc 50 Hz Gain 1 dB Q 0", "PK Fc 50 Hz Gain 1 dB Q -1",
          "PK Fc 50 Hz Gain 1 dB BW Oct 0", "PK Fc 1.2.3 Hz Gain 1 dB Q 1", "LSC 0 dB Fc 50 Hz Gain 1 dB",
          "PK Fc 50 kHz Gain 1 dB Q 1", "PK Fc Gain 1 dB Q 1", "PK Fc 50 Hz Gain 1 dB Q"}) {
        EXPECT_THAT(error_of("Filter: ON " + std::string(filter)), HasSubstr("expected")) << filter;
    }
    EXPECT_THAT(error_of("Preamp: 200 dB"), HasSubstr("-100 to 100 dB"));
}

TEST(EqualizerText, RefusesCommandsThatWouldChangeTheSound) {
    for (const char* line : {"GraphicEQ: 25 0; 40 3", "Convolution: room.wav", "Include: other.txt", "Channel: L",
                             "Delay: 10 ms", "Copy: L=R", "If: true"}) {
        EXPECT_THAT(error_of("Preamp: 0 dB\n" + std::string(line)), AllOf(HasSubstr("my.txt:2"), HasSubstr(line)));
    }
}

TEST(EqualizerText, HoldsThirtyTwoBandsAndNoMore) {
    std::string text;
    for (int i = 0; i < 32; ++i) text += "Filter: ON PK Fc 50 Hz Gain 3 dB Q 1\nFilter: OFF PK\n";
    EXPECT_EQ(parsed(text).bands.size(), 32U);
    EXPECT_THAT(error_of(text + "Filter: ON PK Fc 50 Hz Gain 3 dB Q 1\n"),
                AllOf(HasSubstr(":65:"), HasSubstr("at most 32")));
}

TEST(EqualizerText, BytesOfAnyKindEndInAMessage) {
    std::string bytes;
    for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 37 % 256);
    const auto error = error_of(bytes);
    EXPECT_LT(error.size(), 300U);
    EXPECT_TRUE(std::none_of(error.begin(), error.end(), [](char c) { return c >= 0 && c < 0x20; }));
}

TEST(EqualizerText, WhatIsWrittenReadsBackTheSame) {
    EqualizerSettings settings{.preamp_db = -6.123456789};
    for (const auto kind : {BandKind::peaking, BandKind::low_shelf, BandKind::high_shelf, BandKind::low_pass,
                            BandKind::high_pass, BandKind::notch, BandKind::band_pass, BandKind::all_pass}) {
        const bool gain = kind == BandKind::peaking || kind == BandKind::low_shelf || kind == BandKind::high_shelf;
        settings.bands.push_back({.kind = kind, .center_hz = 1000.0 / 3, .gain_db = gain ? -1.0 / 7 : 0, .width = 0.1});
    }
    settings.bands.push_back({.gain_db = 1e-7, .width = 2.0 / 3, .width_unit = WidthUnit::octaves});
    for (int i = 1; i < 20; ++i) {
        settings.bands.push_back(
            {.kind = BandKind::low_shelf, .gain_db = 3, .width = i / 19.0, .width_unit = WidthUnit::slope});
    }
    const auto back = parsed(format_equalizer_text(settings));
    EXPECT_EQ(back.preamp_db, settings.preamp_db);
    ASSERT_EQ(back.bands.size(), settings.bands.size());
    for (std::size_t i = 0; i < back.bands.size(); ++i) {
        if (settings.bands[i].width_unit == WidthUnit::slope) {
            EXPECT_DOUBLE_EQ(back.bands[i].width, settings.bands[i].width);
            settings.bands[i].width = back.bands[i].width;
        }
        EXPECT_EQ(back.bands[i], settings.bands[i]) << format_equalizer_text({.bands = {settings.bands[i]}});
    }
}

TEST(EqualizerPresets, FlatIsFirstAndNoneCanClip) {
    ASSERT_FALSE(equalizer_presets().empty());
    EXPECT_EQ(equalizer_presets().front().name, "flat");
    EXPECT_EQ(equalizer_presets().front().settings.preamp_db, 0.0);
    for (const auto& preset : equalizer_presets()) {
        EXPECT_EQ(preset.settings.bands.size(), 8U) << preset.name;
        for (const double sample_rate : {44100.0, 48000.0, 96000.0}) {
            double peak = -100.0;
            for (double hz = 10.0; hz < 20000.0; hz *= 1.003) {
                peak = std::max(peak, magnitude_db(preset.settings, hz, sample_rate));
            }
            EXPECT_LE(peak, 0.001) << preset.name;
            EXPECT_GT(peak, -0.5) << preset.name << ": no quieter than it must be";
        }
    }
}

}  // namespace
}  // namespace attacca::dsp
