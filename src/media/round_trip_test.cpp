// What is written comes back: every container and depth, by both readers.
#include <algorithm>

#include "media/signal_test.h"

namespace attacca::media {
namespace {

using namespace test;

struct Lossless {
    const char* extension;
    SampleFormat format;
};

class RoundTrip : public ::testing::TestWithParam<Lossless> {};

TEST_P(RoundTrip, integers_come_back_bit_for_bit_by_both_readers) {
    const auto [extension, format] = GetParam();
    if (!is_integer(format)) return;
    const Folder folder;
    for (const std::size_t channels : {1, 2, 3, 6, 8}) {
        const std::string path = folder.file(std::string("n.") + extension);
        const auto samples = noise(5000 * channels, bits(format));
        write_file(path, {.sample_rate = 44100, .channels = channels, .format = format, .tags = {}}, samples);
        for (const Reader reader : {Reader::automatic, Reader::sndfile, Reader::ffmpeg}) {
            auto decoder = Decoder::open(path, reader);
            ASSERT_TRUE(decoder) << decoder.error().detail;
            const StreamInfo& info = (*decoder)->info();
            EXPECT_EQ(info.format, format);
            EXPECT_EQ(info.channels, channels);
            EXPECT_EQ(info.sample_rate, 44100u);
            EXPECT_EQ(info.frames, 5000u);
            EXPECT_EQ(read_rest<std::int32_t>(**decoder), samples)
                << extension << " reader " << static_cast<int>(reader);
            EXPECT_EQ((*decoder)->damage().places, 0u) << (*decoder)->damage().first;
        }
    }
}

TEST_P(RoundTrip, floats_are_the_integers_over_full_scale) {
    const auto [extension, format] = GetParam();
    const Folder folder;
    const std::string path = folder.file(std::string("f.") + extension);
    const auto samples = chirp(3000, 2);
    write_file(path, {.format = format, .tags = {}}, samples);
    const double step = is_integer(format) ? std::ldexp(1.0, 1 - bits(format)) : 0.0;
    for (const Reader reader : {Reader::sndfile, Reader::ffmpeg}) {
        const auto singles = read_file<float>(path, reader);
        const auto doubles = read_file<double>(path, reader);
        ASSERT_EQ(singles.size(), samples.size());
        ASSERT_EQ(doubles.size(), samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            ASSERT_NEAR(doubles[i], samples[i], step / 2 + 1e-12) << extension << " " << i;
            ASSERT_EQ(singles[i], static_cast<float>(doubles[i]));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(containers, RoundTrip,
                         ::testing::Values(Lossless{"wav", SampleFormat::i8}, Lossless{"wav", SampleFormat::i16},
                                           Lossless{"wav", SampleFormat::i24}, Lossless{"wav", SampleFormat::i32},
                                           Lossless{"wav", SampleFormat::f32}, Lossless{"wav", SampleFormat::f64},
                                           Lossless{"aiff", SampleFormat::i8}, Lossless{"aiff", SampleFormat::i16},
                                           Lossless{"aiff", SampleFormat::i24}, Lossless{"aiff", SampleFormat::i32},
                                           Lossless{"aiff", SampleFormat::f32}, Lossless{"aiff", SampleFormat::f64},
                                           Lossless{"flac", SampleFormat::i8}, Lossless{"flac", SampleFormat::i16},
                                           Lossless{"flac", SampleFormat::i24}, Lossless{"caf", SampleFormat::i16},
                                           Lossless{"caf", SampleFormat::i24}, Lossless{"caf", SampleFormat::f32},
                                           Lossless{"w64", SampleFormat::i8}, Lossless{"w64", SampleFormat::i24},
                                           Lossless{"w64", SampleFormat::f64}, Lossless{"au", SampleFormat::i16},
                                           Lossless{"au", SampleFormat::i32}, Lossless{"au", SampleFormat::f32}),
                         [](const auto& instance) {
                             return std::string(instance.param.extension) + "_" +
                                    std::string(name(instance.param.format));
                         });

TEST(RoundTripLossy, keeps_length_and_sound) {
    const Folder folder;
    for (const char* extension : {"ogg", "opus", "mp3"}) {
        for (const std::size_t frames : {1u, 100u, 1023u, 48000u, 100001u}) {
            const std::string path = folder.file(std::string("l.") + extension);
            const auto samples = chirp(frames, 2, 48000);
            write_file(path, {.sample_rate = 48000, .tags = {}}, samples);
            auto decoder = Decoder::open(path);
            ASSERT_TRUE(decoder) << decoder.error().detail;
            const auto back = read_rest<float>(**decoder);
            EXPECT_EQ((*decoder)->info().format, SampleFormat::f32);
            EXPECT_EQ((*decoder)->info().frames, frames) << extension;
            EXPECT_EQ(back.size(), frames * 2) << extension << " " << frames;
            if (frames < 48000) continue;
            double error = 0.0;
            for (std::size_t i = 4000; i < 80000; ++i) error += std::pow(back[i] - samples[i], 2);
            EXPECT_LT(std::sqrt(error / 76000), 0.03) << extension;  // A shift by one frame gives 0.03 and more.
        }
    }
}

}  // namespace
}  // namespace attacca::media
