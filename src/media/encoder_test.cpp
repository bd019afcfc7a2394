#include "attacca/media/encoder.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <limits>

#include "media/encoder_format.h"
#include "media/quantize.h"
#include "media/signal_test.h"

namespace attacca::media {
namespace {

using namespace test;
using ::testing::HasSubstr;

std::vector<std::string> listing(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    return names;
}

TEST(Quantizer, rounds_halves_to_even_and_saturates) {
    Quantizer quantizer(16, Dither::none);
    const std::vector<float> in = {0.5F / 32768, 1.5F / 32768, -0.5F / 32768, 1.0F, -1.0F, 1.5F, -7.0F, NAN};
    std::vector<std::int32_t> out(in.size());
    quantizer.quantize(std::span<const float>(in), out);
    const std::vector<std::int32_t> expected = {0,           2 << 16,        0, 32767 << 16, -32768 * 65536,
                                                32767 << 16, -32768 * 65536, 0};
    EXPECT_EQ(out, expected);
    EXPECT_EQ(quantizer.clipped_samples(), 2u);
    const std::vector<double> doubles(in.begin(), in.end());
    quantizer.quantize(std::span<const double>(doubles), out);
    EXPECT_EQ(out, expected);
}

TEST(Quantizer, integers_that_fit_pass_unchanged_even_with_dither) {
    const auto in = noise(1000, 16);
    std::vector<std::int32_t> out(in.size());
    Quantizer(16, Dither::triangular).quantize(std::span<const std::int32_t>(in), out);
    EXPECT_EQ(out, in);
}

TEST(Quantizer, wider_integers_are_rounded_not_cut) {
    const std::vector<std::int32_t> in = {0x00018000, 0x00008000, 0x00008001, std::numeric_limits<std::int32_t>::max()};
    std::vector<std::int32_t> out(in.size());
    Quantizer(16, Dither::none).quantize(std::span<const std::int32_t>(in), out);
    EXPECT_EQ(out, (std::vector<std::int32_t>{0x20000, 0, 0x10000, 0x7FFF0000}));
}

TEST(Quantizer, dither_is_triangular_and_the_same_every_time) {
    const std::vector<float> silence(200000, 0.0F);
    std::vector<std::int32_t> out(silence.size()), again(silence.size());
    Quantizer(16, Dither::triangular).quantize(std::span<const float>(silence), out);
    Quantizer(16, Dither::triangular).quantize(std::span<const float>(silence), again);
    EXPECT_EQ(out, again);
    // Triangular noise between −1 and 1 rounds to −1, 0, 1 with probabilities 1/8, 3/4, 1/8.
    const auto share = [&](int step) {
        return static_cast<double>(std::count(out.begin(), out.end(), step * 65536)) / static_cast<double>(out.size());
    };
    EXPECT_NEAR(share(0), 0.75, 0.01);
    EXPECT_NEAR(share(1), 0.125, 0.01);
    EXPECT_NEAR(share(-1), 0.125, 0.01);
}

TEST(Encoder, a_file_appears_under_its_name_only_when_it_is_finished) {
    const Folder folder;
    const std::string path = folder.write("a.wav", "the old one");
    auto encoder = Encoder::open(path, {.tags = {}});
    ASSERT_TRUE(encoder);
    const auto samples = noise(4000, 16);
    ASSERT_TRUE((*encoder)->write(std::span<const std::int32_t>(samples)));
    EXPECT_EQ(content_of(path), "the old one");
    ASSERT_TRUE((*encoder)->finish());
    EXPECT_EQ(read_file<std::int32_t>(path), samples);
    EXPECT_THAT(listing(folder.file("")), ::testing::ElementsAre("a.wav"));
}

TEST(Encoder, without_finish_nothing_is_left) {
    const Folder folder;
    {
        auto encoder = Encoder::open(folder.file("a.flac"), {.tags = {}});
        ASSERT_TRUE(encoder);
        ASSERT_TRUE((*encoder)->write(std::span<const std::int32_t>(noise(4000, 16))));
        EXPECT_EQ(listing(folder.file("")).size(), 1u);
    }
    EXPECT_TRUE(listing(folder.file("")).empty());
}

TEST(Encoder, writes_through_a_link_and_not_over_it) {
    const Folder folder;
    folder.write("real.wav", "old");
    std::filesystem::create_symlink(folder.file("real.wav"), folder.file("link.wav"));
    write_file(folder.file("link.wav"), {.tags = {}}, noise(200, 16));
    EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link.wav")));
    EXPECT_EQ(read_file<std::int32_t>(folder.file("real.wav")), noise(200, 16));
}

TEST(Encoder, the_same_input_gives_the_same_bytes) {
    const Folder folder;
    for (const char* extension : {"wav", "aiff", "flac"}) {
        const EncoderSpec spec{.format = SampleFormat::i24, .dither = Dither::triangular, .tags = {}};
        write_file(folder.file(std::string("a.") + extension), spec, chirp(9000, 2));
        write_file(folder.file(std::string("b.") + extension), spec, chirp(9000, 2));
        EXPECT_EQ(content_of(folder.file(std::string("a.") + extension)),
                  content_of(folder.file(std::string("b.") + extension)));
    }
}

class Killed : public ::testing::TestWithParam<std::pair<const char*, std::size_t>> {};

// The child is killed right after sync: nothing of it runs any more, not even a destructor.
TEST_P(Killed, what_was_synced_plays) {
    const auto [extension, most_lost] = GetParam();
    const Folder folder;
    const std::string path = folder.file(std::string("take.") + extension);
    const auto samples = chirp(100000, 2, 48000);
    const pid_t child = fork();
    if (child == 0) {
        auto encoder = Encoder::open(path, {.format = SampleFormat::i16, .placement = Placement::in_place, .tags = {}});
        const auto first = std::span<const float>(samples).first(180000);
        const bool synced = encoder && (*encoder)->write(first) && (*encoder)->sync();
        if (synced) (void)(*encoder)->write(std::span<const float>(samples).subspan(180000));
        kill(getpid(), synced ? SIGKILL : SIGTERM);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(WTERMSIG(status), SIGKILL);
    const auto back = read_file<float>(path);
    EXPECT_GE(back.size() / 2 + most_lost, 90000u);
    if (is_lossy(*sndfile_format(path, {.tags = {}}))) return;
    for (std::size_t i = 0; i < back.size(); ++i) ASSERT_NEAR(back[i], samples[i], 1.0 / 32768) << i;
}

INSTANTIATE_TEST_SUITE_P(formats, Killed,
                         ::testing::Values(std::pair{"wav", 0u}, std::pair{"aiff", 0u}, std::pair{"w64", 0u},
                                           std::pair{"flac", 4096u}, std::pair{"ogg", 90000u}),
                         [](const auto& instance) { return std::string(instance.param.first); });

TEST(Encoder, standard_output_gets_a_wav_of_open_length) {
    const Folder folder;
    const std::string path = folder.file("piped.wav");
    const auto samples = noise(400000, 16);
    const pid_t child = fork();
    if (child == 0) {
        const int file = open(path.c_str(), O_CREAT | O_WRONLY, 0600);
        dup2(file, STDOUT_FILENO);
        auto encoder = Encoder::open("-", {.sample_rate = 44100, .tags = {}});
        const bool done = encoder && (*encoder)->write(std::span<const std::int32_t>(samples)) && (*encoder)->finish();
        _exit(done ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    EXPECT_EQ(content_of(path).substr(4, 4), "\xFF\xFF\xFF\xFF");
    for (const Reader reader : {Reader::automatic, Reader::ffmpeg}) {
        EXPECT_EQ(read_file<std::int32_t>(path, reader), samples);
    }
}

class FullDisk : public ::testing::TestWithParam<const char*> {};

// A limit on file sizes stands for the full disk: the same error at the same place.
TEST_P(FullDisk, keeps_what_was_written_and_says_how_much) {
    const Folder folder;
    const std::string path = folder.file(std::string("take.") + GetParam());
    const auto samples = noise(2000000, 16);
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000000, 1000000};
        setrlimit(RLIMIT_FSIZE, &limit);
        auto encoder = Encoder::open(path, {.placement = Placement::in_place, .tags = {}});
        if (!encoder) _exit(2);
        Status status = (*encoder)->write(std::span<const std::int32_t>(samples));
        if (status || status.error().code != ErrorCode::no_space) _exit(3);
        if (status.error().detail.find("frames") == std::string::npos) _exit(4);
        (void)(*encoder)->finish();
        std::ofstream(folder.file("count")) << (*encoder)->frames_written();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(WEXITSTATUS(status), 0);
    const auto back = read_file<std::int32_t>(path);
    const std::size_t claimed = 2 * std::stoull(content_of(folder.file("count")));
    EXPECT_GT(back.size(), 400000u);
    EXPECT_TRUE(std::equal(back.begin(), back.end(), samples.begin()));
    if (is_pcm(*sndfile_format(path, {.tags = {}}))) {
        EXPECT_EQ(back.size(), claimed);
    }
}

INSTANTIATE_TEST_SUITE_P(formats, FullDisk, ::testing::Values("wav", "aiff", "flac"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST(Encoder, what_cannot_be_done_is_said) {
    const Folder folder;
    const auto error = [&](const std::string& name, EncoderSpec spec) {
        auto encoder = Encoder::open(folder.file(name), spec);
        return encoder ? Error{ErrorCode::system, "opened"} : encoder.error();
    };
    EXPECT_THAT(error("a.opus", {.sample_rate = 44100, .tags = {}}).detail, HasSubstr("--rate 48000"));
    EXPECT_THAT(error("a.mp3", {.sample_rate = 96000, .tags = {}}).detail, HasSubstr("--rate"));
    EXPECT_THAT(error("a.mp3", {.channels = 6, .tags = {}}).detail, HasSubstr("channels"));
    EXPECT_THAT(error("a.flac", {.format = SampleFormat::f32, .tags = {}}).detail, HasSubstr("--format i24"));
    EXPECT_THAT(error("a.xyz", {.tags = {}}).detail, HasSubstr("wav"));
    EXPECT_THAT(error("a.wav", {.channels = 9, .tags = {}}).detail, HasSubstr("9 channels"));
    EXPECT_EQ(error("nowhere/a.wav", {.tags = {}}).code, ErrorCode::not_found);
    std::filesystem::create_directory(folder.file("f.wav"));
    EXPECT_THAT(error("f.wav", {.tags = {}}).detail, HasSubstr("folder"));
    EXPECT_THAT(error("a.flca", {.tags = {}}).detail, HasSubstr("did you mean flac?"));
    std::filesystem::create_directory(folder.file("plain"));
    EXPECT_THAT(error("plain", {.tags = {}}).detail, HasSubstr("folder"));
    EXPECT_EQ(storable_format("a.flac", SampleFormat::f32), SampleFormat::i24);
    EXPECT_EQ(storable_format("a.wav", SampleFormat::f64), SampleFormat::f64);
}

TEST(Encoder, multichannel_order_survives_lossy_codecs) {
    const Folder folder;
    for (const char* extension : {"ogg", "opus"}) {
        const std::string path = folder.file(std::string("m.") + extension);
        const auto samples = chirp(48000, 6, 48000);  // Each channel its own pitch.
        write_file(path, {.sample_rate = 48000, .channels = 6, .tags = {}}, samples);
        for (const Reader reader : {Reader::automatic, Reader::ffmpeg}) {
            const auto back = read_file<float>(path, reader);
            for (const std::size_t channel : {0u, 1u, 2u, 4u, 5u}) {
                double error = 0.0, power = 0.0;
                for (std::size_t i = 4800; i < 24000; ++i) {
                    error += std::pow(back[i * 6 + channel] - samples[i * 6 + channel], 2);
                    power += std::pow(samples[i * 6 + channel], 2);
                }
                EXPECT_LT(error / power, 0.1)
                    << extension << " channel " << channel << " reader " << static_cast<int>(reader);
            }
        }
    }
}

}  // namespace
}  // namespace attacca::media
