#include "attacca/media/tags.h"

#include <sys/stat.h>
#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpegfile.h>
#include <taglib/opusfile.h>
#include <taglib/relativevolumeframe.h>
#include <taglib/textidentificationframe.h>
#include <taglib/xiphcomment.h>

#include "media/signal_test.h"

namespace attacca::media {
namespace {

using namespace test;

const Tags kSong{.title = "T\xC3\xAFtle",
                 .artist = "Artist",
                 .album = "Album",
                 .genre = "Jazz",
                 .comment = "Note",
                 .year = 1999,
                 .track = 7,
                 .replaygain = {}};

std::string song(const Folder& folder, const std::string& name, const Tags& tags = {}) {
    const std::string path = folder.file(name);
    write_file(path, {.sample_rate = 48000, .tags = tags}, chirp(4800, 2));
    return path;
}

TEST(Tags, written_by_the_encoder_are_read_back) {
    const Folder folder;
    for (const char* name : {"a.flac", "a.ogg", "a.opus", "a.mp3", "a.wav", "a.aiff"}) {
        const auto tags = read_tags(song(folder, name, kSong));
        ASSERT_TRUE(tags) << tags.error().detail;
        EXPECT_EQ(tags->title, kSong.title) << name;
        EXPECT_EQ(tags->artist, kSong.artist) << name;
        EXPECT_EQ(tags->album, kSong.album) << name;
        EXPECT_EQ(tags->genre, kSong.genre) << name;
        EXPECT_EQ(tags->year, kSong.year) << name;
        EXPECT_EQ(tags->track, kSong.track) << name;
    }
}

TEST(Tags, leave_the_music_as_it_is) {
    const Folder folder;
    for (const char* name : {"a.flac", "a.wav", "a.aiff"}) {
        EXPECT_EQ(read_file<float>(song(folder, name, kSong)), read_file<float>(song(folder, name))) << name;
    }
}

TEST(Tags, a_file_without_tags_has_empty_ones) {
    const Folder folder;
    const auto tags = read_tags(song(folder, "a.wav"));
    ASSERT_TRUE(tags);
    EXPECT_EQ(tags->title, "");
    EXPECT_EQ(tags->year, 0u);
    EXPECT_FALSE(tags->replaygain.track_gain_db);
}

TEST(Tags, replaygain_of_vorbis_comments) {
    const Folder folder;
    const std::string path = song(folder, "a.flac");
    {
        TagLib::FLAC::File file(path.c_str());
        file.xiphComment(true)->addField("REPLAYGAIN_TRACK_GAIN", "-6.50 dB");
        file.xiphComment()->addField("REPLAYGAIN_TRACK_PEAK", "0.987");
        file.xiphComment()->addField("replaygain_album_gain", "+1,25 dB");
        file.xiphComment()->addField("REPLAYGAIN_ALBUM_PEAK", "nonsense");
        file.save();
    }
    const auto gain = read_tags(path)->replaygain;
    EXPECT_EQ(gain.track_gain_db, -6.5);
    EXPECT_EQ(gain.track_peak, 0.987);
    EXPECT_EQ(gain.album_gain_db, 1.25);
    EXPECT_FALSE(gain.album_peak);
}

TEST(Tags, replaygain_of_opus_is_brought_to_the_same_reference) {
    const Folder folder;
    const std::string path = song(folder, "a.opus");
    {
        TagLib::Ogg::Opus::File file(path.c_str());
        file.tag()->addField("R128_TRACK_GAIN", "-2560");
        file.tag()->addField("R128_ALBUM_GAIN", "256");
        file.save();
    }
    const auto gain = read_tags(path)->replaygain;
    EXPECT_EQ(gain.track_gain_db, -10.0 + 5.0);
    EXPECT_EQ(gain.album_gain_db, 1.0 + 5.0);
}

TEST(Tags, replaygain_of_mp3_in_txxx_ape_and_rva2) {
    const Folder folder;
    const std::string path = song(folder, "a.mp3", kSong);
    {
        TagLib::MPEG::File file(path.c_str());
        auto* text = new TagLib::ID3v2::UserTextIdentificationFrame(TagLib::String::UTF8);
        text->setDescription("replaygain_track_gain");
        text->setText("-3.00 dB");
        file.ID3v2Tag(true)->addFrame(text);
        auto* volume = new TagLib::ID3v2::RelativeVolumeFrame;
        volume->setIdentification("album");
        volume->setVolumeAdjustment(-4.5F);
        file.ID3v2Tag()->addFrame(volume);
        file.APETag(true)->addValue("REPLAYGAIN_TRACK_PEAK", "0.5");
        file.save();
    }
    const auto gain = read_tags(path)->replaygain;
    EXPECT_EQ(gain.track_gain_db, -3.0);
    EXPECT_EQ(gain.track_peak, 0.5);
    EXPECT_EQ(gain.album_gain_db, -4.5);
}

TEST(Tags, a_pipe_is_left_to_the_decoder_and_not_waited_for) {
    const Folder folder;
    const auto pipe = folder.file("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto tags = read_tags(pipe);  // Nobody writes.
    ASSERT_TRUE(tags) << tags.error().detail;
    EXPECT_EQ(*tags, Tags{});
}

TEST(Tags, a_missing_file_is_named) {
    const auto tags = read_tags("/nowhere/a.mp3");
    ASSERT_FALSE(tags);
    EXPECT_EQ(tags.error().code, ErrorCode::not_found);
    EXPECT_NE(tags.error().detail.find("/nowhere/a.mp3"), std::string::npos);
}

}  // namespace
}  // namespace attacca::media
