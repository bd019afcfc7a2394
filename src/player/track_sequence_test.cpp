#include "attacca/player/track_sequence.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <thread>

#include "media/signal_test.h"
#include "player/track_reader.h"

namespace attacca::player {
namespace {

using media::SampleFormat;
using media::test::chirp;
using media::test::Folder;
using media::test::write_file;

std::vector<float> part(const std::vector<float>& samples, std::size_t first, std::size_t last) {
    return {samples.begin() + static_cast<std::ptrdiff_t>(first), samples.begin() + static_cast<std::ptrdiff_t>(last)};
}

std::string write_wav(const Folder& folder, const std::string& name, const std::vector<float>& samples,
                      std::size_t channels = 2, std::uint32_t rate = 44100) {
    const std::string path = folder.file(name);
    write_file(path, {.sample_rate = rate, .channels = channels, .format = SampleFormat::f32}, samples);
    return path;
}

std::vector<media::Track> tracks(std::initializer_list<std::string> paths) {
    std::vector<media::Track> list;
    for (const auto& path : paths) list.push_back({.source = path});
    return list;
}

std::unique_ptr<TrackSequence> open(std::vector<media::Track> list, const SequenceSpec& spec = {}) {
    auto opened = TrackSequence::open(std::move(list), spec);
    if (!opened) ADD_FAILURE() << opened.error().detail;
    return opened ? std::move(*opened) : nullptr;
}

std::vector<float> read_all(TrackSequence& sequence, std::size_t block_frames = 1000,
                            std::size_t most_frames = 10'000'000) {
    std::vector<float> all;
    std::vector<float> block(block_frames * sequence.channels());
    while (all.size() / sequence.channels() < most_frames) {
        const std::size_t frames = sequence.read(AudioBlock(block, sequence.channels()));
        all.insert(all.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(frames * sequence.channels()));
        if (frames < block_frames) break;
    }
    return all;
}

TEST(TrackSequence, ATrackThatWouldBeginBehindItsFilesEndIsReportedAndLeftOut) {
    const Folder folder;
    const std::string path = write_wav(folder, "a.wav", chirp(44'100, 2));
    auto list = tracks({path, path});
    list[1].start_s = 61.5;
    auto sequence = open(list);
    EXPECT_EQ(read_all(*sequence).size(), 2U * 44'100);
    const auto problems = sequence->take_problems();
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].detail.find("a.wav: ends before 1:01.50"), std::string::npos) << problems[0].detail;
}

TEST(TrackSequence, NumbersThatAreNoSoundInAFloatFileBecomeSilence) {
    const Folder folder;
    auto samples = chirp(1000, 2);
    samples[10] = std::numeric_limits<float>::quiet_NaN();
    samples[11] = std::numeric_limits<float>::infinity();
    samples[12] = -3e38F;
    const auto sequence = open(tracks({write_wav(folder, "a.wav", samples)}));
    const auto read = read_all(*sequence);
    std::fill_n(samples.begin() + 10, 3, 0.0F);
    EXPECT_EQ(read, samples);
    const auto damage = sequence->take_damage();
    ASSERT_EQ(damage.size(), 1U);
    EXPECT_NE(damage[0].detail.find("a.wav: silenced 3 samples"), std::string::npos) << damage[0].detail;
}

TEST(TrackSequence, TwoHalvesAreTheWhole) {
    const Folder folder;
    const auto whole = chirp(30'001, 2);
    const auto list = tracks({write_wav(folder, "a.wav", part(whole, 0, 2 * 12'345)),
                              write_wav(folder, "b.wav", part(whole, 2 * 12'345, whole.size()))});
    for (const std::size_t block : {1U, 7U, 253U, 4096U}) {
        EXPECT_EQ(read_all(*open(list), block), whole) << block;
    }
}

TEST(TrackSequence, TwoHalvesAreTheWholeAtAnotherRateToo) {
    const Folder folder;
    const auto samples = chirp(40'000, 2);
    const auto whole = open(tracks({write_wav(folder, "whole.wav", samples)}), {.sample_rate = 48000.0});
    const auto halves = open(tracks({write_wav(folder, "a.wav", part(samples, 0, 2 * 17'001)),
                                     write_wav(folder, "b.wav", part(samples, 2 * 17'001, samples.size()))}),
                             {.sample_rate = 48000.0});
    const auto expected = read_all(*whole);
    EXPECT_EQ(expected.size() / 2, std::size_t(std::lround(40'000 * 48000.0 / 44100.0)));
    EXPECT_EQ(read_all(*halves, 777), expected);
    const auto marks = halves->take_marks();
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_EQ(marks[1].output_frame, std::uint64_t(std::lround(17'001 * 48000.0 / 44100.0)));
}

TEST(TrackSequence, JoinsTracksOfDifferentRatesAndChannels) {
    const Folder folder;
    const auto sequence = open(tracks({write_wav(folder, "a.wav", chirp(44'100, 2)),
                                       write_wav(folder, "b.wav", chirp(4'800, 1, 48000.0), 1, 48000),
                                       write_wav(folder, "c.wav", chirp(4'410, 2))}));
    EXPECT_EQ(sequence->sample_rate(), 44100.0);
    EXPECT_EQ(read_all(*sequence).size() / 2, 44'100U + 4'410U + 4'410U);
    const auto marks = sequence->take_marks();
    ASSERT_EQ(marks.size(), 3U);
    EXPECT_EQ(marks[1].output_frame, 44'100U);
    EXPECT_EQ(marks[2].output_frame, 48'510U);
    EXPECT_EQ(marks[1].info.sample_rate, 48000U);
    EXPECT_TRUE(marks[0].exact);
    EXPECT_FALSE(marks[1].exact);
}

TEST(TrackSequence, MonoSoundsOnBothSidesOfAStereoOutput) {
    const Folder folder;
    const auto mono = chirp(500, 1);
    const auto stereo = read_all(*open(tracks({write_wav(folder, "m.wav", mono, 1)}), {.channels = 2}));
    ASSERT_EQ(stereo.size(), 1000U);
    for (std::size_t i = 0; i < mono.size(); ++i) {
        ASSERT_EQ(stereo[2 * i], mono[i]);
        ASSERT_EQ(stereo[2 * i + 1], mono[i]);
    }
}

TEST(TrackSequence, SeeksToTheFrameAndCountsOn) {
    const Folder folder;
    const auto a = chirp(44'100, 2);
    const auto b = chirp(22'050, 2);
    const auto sequence = open(tracks({write_wav(folder, "a.wav", a), write_wav(folder, "b.wav", b)}));
    EXPECT_EQ(read_all(*sequence, 1000, 1000).size(), 2000U);
    (void)sequence->take_marks();
    ASSERT_TRUE(sequence->seek(0, 0.5));
    EXPECT_EQ(read_all(*sequence, 100, 100), part(a, 2 * 22'050, 2 * 22'150));
    ASSERT_TRUE(sequence->seek(1, 0.25));
    EXPECT_EQ(read_all(*sequence, 100, 100), part(b, 2 * 11'025, 2 * 11'125));
    const auto marks = sequence->take_marks();
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_EQ(marks[0].output_frame, 1000U);
    EXPECT_DOUBLE_EQ(marks[0].position_s, 0.5);
    EXPECT_EQ(marks[1].output_frame, 1100U);
    EXPECT_EQ(marks[1].track, 1U);
    EXPECT_FALSE(sequence->seek(2, 0.0));
}

TEST(TrackSequence, AStreamThatCannotBeSoughtInIsReadOn) {
    const Folder folder;
    const auto whole = chirp(30'000, 2);
    const auto file = write_wav(folder, "a.wav", whole);
    const auto pipe = folder.file("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << std::ifstream(file, std::ios::binary).rdbuf(); });
    const auto sequence = open(tracks({pipe}));
    auto heard = read_all(*sequence, 1000, 5'000);
    const auto sought = sequence->seek(0, 0.5);
    const auto rest = read_all(*sequence);
    writer.join();
    ASSERT_FALSE(sought);
    EXPECT_EQ(sought.error().code, ErrorCode::unsupported);
    heard.insert(heard.end(), rest.begin(), rest.end());
    EXPECT_EQ(heard, whole);
}

TEST(TrackSequence, RepeatsAllOrOne) {
    const Folder folder;
    const auto list = tracks({write_wav(folder, "a.wav", chirp(300, 2)), write_wav(folder, "b.wav", chirp(200, 2))});
    const auto all = open(list, {.repeat = Repeat::all});
    EXPECT_EQ(read_all(*all, 100, 1300).size() / 2, 1300U);
    std::vector<std::size_t> order;
    for (const auto& mark : all->take_marks()) order.push_back(mark.track);
    EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 0, 1, 0}));
    const auto one = open(list, {.repeat = Repeat::one});
    EXPECT_EQ(read_all(*one, 100, 700).size() / 2, 700U);
    for (const auto& mark : one->take_marks()) EXPECT_EQ(mark.track, 0U);
    one->set_repeat(Repeat::off);
    EXPECT_EQ(read_all(*one, 100).size() / 2, 200U + 200U);
}

TEST(TrackSequence, AnotherListGoesOnBehindTheTrackAtHand) {
    const Folder folder;
    const auto whole = chirp(30'000, 2);
    const auto list = tracks({write_wav(folder, "a.wav", part(whole, 0, 2 * 20'000)),
                              write_wav(folder, "b.wav", part(whole, 2 * 20'000, whole.size()))});
    const auto sequence = open({list[0]});
    auto heard = read_all(*sequence, 1000, 5'000);
    sequence->set_tracks({list[1], list[0], list[1]}, 1);
    const auto rest = read_all(*sequence);
    heard.insert(heard.end(), rest.begin(), rest.end());
    EXPECT_EQ(heard, whole);
    EXPECT_EQ(sequence->take_marks().back().track, 2U);
}

TEST(TrackSequence, AListThatHadEndedGoesOnWithAnotherOneAtAnyRateAndSpeed) {
    const Folder folder;
    const auto a = write_wav(folder, "a.wav", chirp(20'000, 2));
    const auto b = write_wav(folder, "b.wav", chirp(10'000, 2));
    for (const SequenceSpec& spec : {SequenceSpec{}, SequenceSpec{.sample_rate = 48000.0}, SequenceSpec{.speed = 1.25}}) {
        const auto expected = read_all(*open(tracks({a, b}), spec)).size();
        for (const std::size_t already : {19'000U, 20'001U, 10'000'000U}) {  // In its last frames, or past its end.
            const auto sequence = open(tracks({a}), spec);
            std::size_t heard = read_all(*sequence, 500, already).size();
            sequence->set_tracks(tracks({a, b}), 0);
            heard += read_all(*sequence).size();
            EXPECT_NEAR(static_cast<double>(heard), static_cast<double>(expected), spec.speed == 1.0 ? 2.0 : 2000.0)
                << spec.sample_rate << " Hz, speed " << spec.speed << ", after " << already;
        }
    }
}

TEST(TrackSequence, DoesNotGoRoundAListWithoutAFrameForEver) {
    const Folder folder;
    const std::string path = write_wav(folder, "a.wav", chirp(100, 2));
    const auto sequence = open({{.source = path, .end_s = 0.0}, {.source = path, .end_s = 0.0}},
                               {.repeat = Repeat::all});
    EXPECT_TRUE(read_all(*sequence).empty());
}

TEST(TrackSequence, SkipsWhatCannotBeReadAndSaysSo) {
    const Folder folder;
    const auto good = chirp(500, 2);
    const auto sequence =
        open(tracks({folder.file("absent.flac"), write_wav(folder, "a.wav", good),
                     folder.write("text.mp3", "this is no music"), write_wav(folder, "b.wav", good)}));
    EXPECT_EQ(read_all(*sequence).size() / 2, 1000U);
    const auto problems = sequence->take_problems();
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_NE(problems[0].detail.find("absent.flac"), std::string::npos) << problems[0].detail;
    EXPECT_NE(problems[1].detail.find("text.mp3"), std::string::npos) << problems[1].detail;
}

TEST(TrackSequence, NamesEveryReasonWhenNothingCanBeRead) {
    const Folder folder;
    const auto opened = TrackSequence::open(tracks({folder.file("one.wav"), folder.file("two.wav")}), {});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("one.wav"), std::string::npos);
    EXPECT_NE(opened.error().detail.find("two.wav"), std::string::npos);
    EXPECT_FALSE(TrackSequence::open({}, {}));
}

TEST(TrackSequence, CutsAFileAsACueSheetSays) {
    const Folder folder;
    const auto whole = chirp(44'100, 2);
    const std::string path = write_wav(folder, "album.wav", whole);
    const double cut = 30.0 / 75.0;
    const auto cut_frame = std::size_t(std::lround(cut * 44100.0));
    const std::vector<media::Track> list{{.source = path, .title = "first", .start_s = 0.0, .end_s = cut},
                                         {.source = path, .title = "second", .start_s = cut}};
    const auto sequence = open(list);
    EXPECT_EQ(read_all(*sequence), whole);
    const auto marks = sequence->take_marks();
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_EQ(marks[1].output_frame, cut_frame);
    EXPECT_DOUBLE_EQ(marks[1].position_s, 0.0);
    EXPECT_EQ(marks[1].tags.title, "second");
    EXPECT_NEAR(*marks[1].duration_s, 1.0 - cut, 1e-9);
}

TEST(TrackSequence, ReadsTheSourcesOwnNumbersUpToATrackThatIsNotExact) {
    const Folder folder;
    const auto numbers = media::test::noise(2 * 5000, 32);
    const std::string exact = folder.file("exact.wav");
    write_file(exact, {.sample_rate = 44100, .channels = 2, .format = SampleFormat::i32}, numbers);
    const auto sequence = open(tracks({exact, exact, write_wav(folder, "float.wav", chirp(100, 2))}));
    ASSERT_TRUE(sequence->exact(SampleFormat::i32));
    EXPECT_FALSE(sequence->exact(SampleFormat::i24));
    std::vector<std::int32_t> read(2 * 20'000);
    ASSERT_EQ(sequence->read_exact(std::span(read), SampleFormat::i32), 10'000U);
    EXPECT_TRUE(std::equal(numbers.begin(), numbers.end(), read.begin()));
    EXPECT_TRUE(std::equal(numbers.begin(), numbers.end(), read.begin() + 2 * 5000));
    EXPECT_FALSE(sequence->exact(SampleFormat::i32));
    EXPECT_EQ(read_all(*sequence).size() / 2, 100U);
}

TEST(TrackSequence, SpeedChangesTheLengthAndTheMarks) {
    const Folder folder;
    const auto list = tracks({write_wav(folder, "a.wav", chirp(44'100, 2)), write_wav(folder, "b.wav", chirp(22'050, 2))});
    for (const auto pitch : {dsp::PitchMode::keep, dsp::PitchMode::follow}) {
        const auto sequence = open(list, {.speed = 1.5, .pitch = pitch});
        EXPECT_NEAR(double(read_all(*sequence).size() / 2), 66'150 / 1.5, 2.0);
        const auto marks = sequence->take_marks();
        ASSERT_EQ(marks.size(), 2U);
        EXPECT_EQ(marks[1].output_frame, 29'400U);
        EXPECT_EQ(marks[1].speed, 1.5);
    }
}

TEST(ReplayGain, FollowsTheModeAndNeverClips) {
    const media::ReplayGain values{.track_gain_db = -6.0, .track_peak = 0.9, .album_gain_db = 12.0, .album_peak = 0.5};
    EXPECT_EQ(replaygain_factor(values, ReplayGainMode::off, 3.0), 1.0);
    EXPECT_NEAR(replaygain_factor(values, ReplayGainMode::track, 0.0), 0.501, 0.001);
    EXPECT_NEAR(replaygain_factor(values, ReplayGainMode::track, 2.0), 0.631, 0.001);
    EXPECT_DOUBLE_EQ(replaygain_factor(values, ReplayGainMode::album, 0.0), 2.0);
    EXPECT_NEAR(replaygain_factor({.track_gain_db = -6.0}, ReplayGainMode::album, 0.0), 0.501, 0.001);
    EXPECT_EQ(replaygain_factor({}, ReplayGainMode::track, 6.0), 1.0);
}

}  // namespace
}  // namespace attacca::player
