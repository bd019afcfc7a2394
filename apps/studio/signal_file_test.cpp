#include "signal_file.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "attacca/media/decoder.h"

namespace attacca::studio {
namespace {

TEST(SignalFile, HoldsTheWholeSignal) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("tone.wav")).toStdString();
    ASSERT_TRUE(write_signal({.frequency_hz = 1000.0, .level_db = -20.0, .duration_s = 0.5}, path));
    const auto decoder = media::Decoder::open(path);
    ASSERT_TRUE(decoder);
    EXPECT_EQ((*decoder)->info().frames, 24000U);
    std::vector<float> samples(48000);
    ASSERT_TRUE((*decoder)->read(std::span(samples)));
    EXPECT_NEAR(*std::ranges::max_element(samples), 0.1F, 1e-4F);
}

TEST(SignalFile, SaysWhatItCannotWrite) {
    const auto written = write_signal({.duration_s = 0.1}, "/absent/tone.wav");
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().detail.find("/absent/tone.wav"), std::string::npos);
    EXPECT_FALSE(write_signal({.frequency_hz = -1.0}, "/tmp/tone.wav"));
}

}  // namespace
}  // namespace attacca::studio
