#include "attacca/player/renderer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "attacca/dsp/biquad.h"
#include "media/signal_test.h"

namespace attacca::player {
namespace {

using media::SampleFormat;
using media::test::chirp;
using media::test::content_of;
using media::test::Folder;
using media::test::noise;
using media::test::write_file;

RenderReport render_file(const RenderSpec& spec) {
    auto report = render(spec, {}, {});
    if (!report) ADD_FAILURE() << report.error().detail;
    return report.value_or(RenderReport{});
}

std::vector<float> samples_of(const std::string& path) {
    auto decoder = media::Decoder::open(path);
    if (!decoder) return {};
    std::vector<float> samples(*(*decoder)->info().frames * (*decoder)->info().channels);
    EXPECT_EQ((*decoder)->read(std::span(samples)).value_or(0), *(*decoder)->info().frames);
    return samples;
}

TEST(Render, IsBitExactForIntegersOfTheSameDepth) {
    const Folder folder;
    for (const auto format : {SampleFormat::i8, SampleFormat::i16, SampleFormat::i24, SampleFormat::i32}) {
        const std::string in = folder.file("in.wav");
        const std::string out = folder.file("out.wav");
        write_file(in, {.sample_rate = 22050, .channels = 3, .format = format}, noise(3 * 7001, media::bits(format)));
        const auto report = render_file({.tracks = {{.source = in}}, .output = out});
        EXPECT_TRUE(report.exact);
        EXPECT_EQ(report.format, format);
        EXPECT_EQ(content_of(out), content_of(in)) << media::name(format);
    }
}

TEST(Render, KeepsDoublesAsTheyAre) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    const std::vector<double> samples{0.1, -1.0 / 3.0, 1e-12, 0.7071067811865476};
    write_file(in, {.sample_rate = 48000, .channels = 2, .format = SampleFormat::f64}, samples);
    EXPECT_TRUE(render_file({.tracks = {{.source = in}}, .output = folder.file("out.wav")}).exact);
    auto decoder = media::Decoder::open(folder.file("out.wav"));
    ASSERT_TRUE(decoder);
    std::vector<double> read(4);
    ASSERT_EQ((*decoder)->read(std::span(read)).value_or(0), 2U);
    EXPECT_EQ(read, samples);
}

TEST(Render, RefusesASettingOfTheVoiceThatCannotBe) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 22050, .channels = 1, .format = SampleFormat::i16}, noise(100, 16));
    const auto report = render(
        {.tracks = {{.source = in}}, .output = folder.file("out.wav"), .signal = {.voice = {.gate_db = 10.0}}}, {}, {});
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().detail.find("noise gate"), std::string::npos) << report.error().detail;
    EXPECT_FALSE(std::filesystem::exists(folder.file("out.wav")));
}

TEST(Render, RoundsToASmallerDepthAndDoesNotCallThatExact) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 48000, .channels = 1, .format = SampleFormat::i24}, noise(2000, 24));
    const auto report =
        render_file({.tracks = {{.source = in}}, .output = folder.file("out.wav"), .format = SampleFormat::i16});
    EXPECT_FALSE(report.exact);
    const auto before = samples_of(in);
    const auto after = samples_of(folder.file("out.wav"));
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) ASSERT_NEAR(before[i], after[i], 0.5001 / 32768.0) << i;
}

TEST(Render, FloatsIntoFlacBecomeWhatItHolds) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 48000, .channels = 2, .format = SampleFormat::f32}, chirp(2000, 2));
    const auto report = render_file({.tracks = {{.source = in}}, .output = folder.file("out.flac")});
    EXPECT_EQ(report.format, SampleFormat::i24);
    EXPECT_FALSE(report.exact);
    EXPECT_EQ(samples_of(folder.file("out.flac")).size(), 2U * 2000);
}

TEST(Render, ALossyOutputIsNotCalledExact) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 48000, .channels = 2, .format = SampleFormat::i16}, chirp(2000, 2));
    for (const char* name : {"out.mp3", "out.ogg", "out.opus"}) {
        EXPECT_FALSE(render_file({.tracks = {{.source = in}}, .output = folder.file(name)}).exact) << name;
    }
    EXPECT_TRUE(render_file({.tracks = {{.source = in}}, .output = folder.file("out.flac")}).exact);
}

TEST(Render, CutsByFramesAndBySeconds) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    const auto whole = chirp(44'100, 2);
    write_file(in, {.sample_rate = 44100, .channels = 2, .format = SampleFormat::f32}, whole);
    const auto expect_part = [&](const RenderSpec& spec, std::size_t first, std::size_t frames) {
        EXPECT_EQ(render_file(spec).frames, frames);
        const auto part = samples_of(spec.output);
        ASSERT_EQ(part.size(), frames * 2);
        EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + std::ptrdiff_t(first * 2)));
    };
    const RenderSpec spec{.tracks = {{.source = in}}, .output = folder.file("out.wav")};
    RenderSpec by_frames = spec;
    by_frames.start.frames = 12'345;
    by_frames.duration = Position{.frames = 777};
    expect_part(by_frames, 12'345, 777);
    RenderSpec by_seconds = spec;
    by_seconds.start.seconds = 0.25;
    by_seconds.duration = Position{.seconds = 0.1};
    expect_part(by_seconds, 11'025, 4'410);
    RenderSpec across = spec;
    across.tracks = {{.source = in}, {.source = in}};
    across.start.frames = 44'100 + 100;
    across.duration = Position{.frames = 50};
    expect_part(across, 100, 50);
    RenderSpec past = spec;
    past.start.seconds = 5.0;
    expect_part(past, 0, 0);
}

TEST(Render, TakesTheLimitersLatencyOff) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    const auto whole = chirp(20'000, 2);  // At −6 dB: the limiter has nothing to do.
    write_file(in, {.sample_rate = 44100, .channels = 2, .format = SampleFormat::f32}, whole);
    const auto report =
        render_file({.tracks = {{.source = in}}, .output = folder.file("out.wav"), .signal = {.limiter = Switch::on}});
    EXPECT_FALSE(report.exact);
    EXPECT_EQ(samples_of(folder.file("out.wav")), whole);
}

TEST(Render, EqualizesAsTheCookbookSays) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    std::vector<float> impulse(65'536, 0.0F);
    impulse[0] = 0.25F;
    write_file(in, {.sample_rate = 48000, .channels = 1, .format = SampleFormat::f32}, impulse);
    const dsp::Band band{.center_hz = 1000.0, .gain_db = 6.0, .width = 2.0};
    render_file({.tracks = {{.source = in}},
                 .output = folder.file("out.wav"),
                 .signal = {.equalizer = {.preamp_db = -6.0, .bands = {band}}}});
    const auto response = samples_of(folder.file("out.wav"));
    ASSERT_EQ(response.size(), impulse.size());
    for (const double frequency : {20.0, 500.0, 1000.0, 3000.0, 20000.0}) {
        double re = 0.0;
        double im = 0.0;
        for (std::size_t i = 0; i < response.size(); ++i) {
            const double angle = 2.0 * M_PI * frequency * double(i) / 48000.0;
            re += response[i] / 0.25 * std::cos(angle);
            im -= response[i] / 0.25 * std::sin(angle);
        }
        const double expected = dsp::magnitude_db(dsp::design_biquad(band, 48000.0), frequency, 48000.0) - 6.0;
        EXPECT_NEAR(20.0 * std::log10(std::hypot(re, im)), expected, 0.01) << frequency;
    }
}

TEST(Render, CountsWhatItClips) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 48000, .channels = 1, .format = SampleFormat::i16}, std::vector<float>(100, 0.9F));
    const auto report =
        render_file({.tracks = {{.source = in}}, .output = folder.file("out.wav"), .signal = {.gain_db = 6.0}});
    EXPECT_EQ(report.clipped_samples, 100U);
}

TEST(Render, LeavesNoFileWhenStoppedOrWhenNothingCanBeRead) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 48000, .channels = 1, .format = SampleFormat::f32}, chirp(1000, 1));
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = render({.tracks = {{.source = in}}, .output = folder.file("out.wav")}, {}, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
    EXPECT_FALSE(render({.tracks = {{.source = folder.file("absent")}}, .output = folder.file("out.wav")}, {}, {}));
    EXPECT_FALSE(std::filesystem::exists(folder.file("out.wav")));
}

TEST(Render, ReportsProgressUpToTheEnd) {
    const Folder folder;
    const std::string in = folder.file("in.wav");
    write_file(in, {.sample_rate = 48000, .channels = 1, .format = SampleFormat::f32}, chirp(48'000, 1));
    double last = 0.0;
    double total = 0.0;
    const auto progress = [&](double done_s, double total_s) {
        EXPECT_GE(done_s, last);
        last = done_s;
        total = total_s;
    };
    ASSERT_TRUE(render({.tracks = {{.source = in}}, .output = folder.file("out.wav")}, progress, {}));
    EXPECT_DOUBLE_EQ(last, 1.0);
    EXPECT_DOUBLE_EQ(total, 1.0);
}

}  // namespace
}  // namespace attacca::player
