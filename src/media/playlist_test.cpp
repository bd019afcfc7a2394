#include "attacca/media/playlist.h"

#include <gmock/gmock.h>

#include "media/playlist_formats.h"
#include "media/signal_test.h"

namespace attacca::media {
namespace {

using test::Folder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Names of the files listed, without their folder.
std::vector<std::string> names(const TrackList& list) {
    std::vector<std::string> out;
    for (const Track& track : list.tracks) out.push_back(std::filesystem::path(track.source).filename().string());
    return out;
}

TEST(Playlist, m3u_has_titles_relative_paths_and_urls) {
    const Folder folder;
    folder.write("music/a b.flac", "x");
    folder.write("music/sub/c.mp3", "x");
    const std::string list = folder.write("music/list.m3u8",
                                          "\xEF\xBB\xBF#EXTM3U\r\n#EXTINF:12,Artist - Song\r\na b.flac\r\n"
                                          "\r\n# remark\r\nsub\\c.mp3\r\nhttp://radio.example/stream\r\nfile://" +
                                              folder.file("music/a%20b.flac") + "\r\n");
    const TrackList tracks = list_tracks({list});
    EXPECT_THAT(tracks.problems, IsEmpty());
    EXPECT_THAT(names(tracks), ElementsAre("a b.flac", "c.mp3", "stream", "a b.flac"));
    EXPECT_EQ(tracks.tracks[0].title, "Artist - Song");
    EXPECT_EQ(tracks.tracks[1].title, "");
    EXPECT_EQ(tracks.tracks[2].source, "http://radio.example/stream");
}

TEST(Playlist, m3u_in_latin1_is_read_as_such) {
    const Folder folder;
    folder.write("\xC3\xA9t\xC3\xA9.mp3", "x");
    const TrackList tracks = list_tracks({folder.write("l.m3u", "#EXTINF:1,Caf\xE9\n\xE9t\xE9.mp3\n")});
    ASSERT_EQ(tracks.tracks.size(), 1u);
    EXPECT_EQ(tracks.tracks[0].title, "Caf\xC3\xA9");
}

TEST(Playlist, a_missing_file_is_a_problem_with_playlist_and_line_and_the_rest_is_listed) {
    const Folder folder;
    folder.write("there.wav", "x");
    const std::string list = folder.write("l.m3u", "#EXTM3U\nmissing.wav\nthere.wav\n");
    const TrackList tracks = list_tracks({list, folder.file("nowhere.wav")});
    EXPECT_THAT(names(tracks), ElementsAre("there.wav"));
    ASSERT_EQ(tracks.problems.size(), 2u);
    EXPECT_THAT(tracks.problems[0].detail, HasSubstr(list + ":2: missing.wav"));
    EXPECT_EQ(tracks.problems[0].code, ErrorCode::not_found);
    EXPECT_THAT(tracks.problems[1].detail, HasSubstr("nowhere.wav"));
}

TEST(Playlist, pls_is_ordered_by_number) {
    const Folder folder;
    folder.write("1.ogg", "x");
    folder.write("2.ogg", "x");
    const TrackList tracks = list_tracks({folder.write(
        "l.pls", "[playlist]\nFile2=2.ogg\nTitle2=Second\nfile1=1.ogg\nLength1=-1\nNumberOfEntries=2\n")});
    EXPECT_THAT(names(tracks), ElementsAre("1.ogg", "2.ogg"));
    EXPECT_EQ(tracks.tracks[1].title, "Second");
}

TEST(Playlist, cue_cuts_at_index_01_to_the_frame_and_gives_gaps_to_the_track_before) {
    const Folder folder;
    folder.write("disc one.flac", "x");
    folder.write("disc two.flac", "x");
    const TrackList tracks = list_tracks({folder.write("d.cue",
                                                       "PERFORMER \"Band\"\nTITLE \"Album\"\n"
                                                       "FILE \"disc one.wav\" WAVE\n"
                                                       "  TRACK 01 AUDIO\n    TITLE \"One\"\n    INDEX 01 00:00:00\n"
                                                       "  TRACK 02 AUDIO\n    TITLE \"Two\"\n    PERFORMER \"Guest\"\n"
                                                       "    INDEX 00 03:58:10\n    INDEX 01 04:00:37\n"
                                                       "FILE disc two.flac WAVE\n"
                                                       "  TRACK 03 AUDIO\n    INDEX 01 00:00:01\n")});
    EXPECT_THAT(tracks.problems, IsEmpty());
    EXPECT_THAT(names(tracks), ElementsAre("disc one.flac", "disc one.flac", "disc two.flac"));
    EXPECT_EQ(tracks.tracks[0].title, "Band - One");
    EXPECT_EQ(tracks.tracks[0].end_s, 240.0 + 37.0 / 75.0);
    EXPECT_EQ(tracks.tracks[1].title, "Guest - Two");
    EXPECT_EQ(tracks.tracks[1].start_s, 240.0 + 37.0 / 75.0);
    EXPECT_EQ(tracks.tracks[1].end_s, std::nullopt);
    EXPECT_EQ(tracks.tracks[2].start_s, 1.0 / 75.0);
}

TEST(Playlist, cue_with_a_bad_time_names_the_line) {
    const ParsedPlaylist parsed =
        parse_cue("FILE \"a.wav\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:75\nINDEX 01 00:61:00\nINDEX 01 1:2\n");
    EXPECT_THAT(parsed.entries, IsEmpty());
    ASSERT_EQ(parsed.problems.size(), 3u);
    EXPECT_EQ(parsed.problems[0].line, 3);
    EXPECT_EQ(parsed.problems[2].line, 5);
}

TEST(Playlist, folders_are_listed_in_natural_order_without_hidden_and_foreign_files) {
    const Folder folder;
    for (const char* name :
         {"m/10.wav", "m/2.wav", "m/.hidden.wav", "m/cover.png", "m/B/01.mp3", "m/notes.txt", "m/a.FLAC"}) {
        folder.write(name, "x");
    }
    EXPECT_THAT(names(list_tracks({folder.file("m")})), ElementsAre("2.wav", "10.wav", "a.FLAC", "01.mp3"));
}

TEST(Playlist, a_cue_sheet_in_a_folder_replaces_the_file_it_cuts) {
    const Folder folder;
    folder.write("m/disc.flac", "x");
    folder.write("m/other.flac", "x");
    folder.write("m/disc.cue",
                 "FILE \"disc.flac\" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 01:00:00\n");
    EXPECT_THAT(names(list_tracks({folder.file("m")})), ElementsAre("disc.flac", "disc.flac", "other.flac"));
}

TEST(Playlist, a_folder_without_audio_is_a_problem) {
    const Folder folder;
    folder.write("empty/readme.txt", "x");
    const TrackList tracks = list_tracks({folder.file("empty")});
    EXPECT_THAT(tracks.tracks, IsEmpty());
    ASSERT_EQ(tracks.problems.size(), 1u);
    EXPECT_THAT(tracks.problems[0].detail, HasSubstr("no audio file"));
}

TEST(Playlist, lists_that_list_each_other_end) {
    const Folder folder;
    folder.write("song.mp3", "x");
    folder.write("b.m3u", "song.mp3\na.m3u\n");
    const TrackList tracks = list_tracks({folder.write("a.m3u", "b.m3u\nsong.mp3\n")});
    EXPECT_THAT(names(tracks), ElementsAre("song.mp3", "song.mp3"));
    EXPECT_EQ(tracks.problems.size(), 1u);
}

TEST(Playlist, a_folder_linked_into_itself_ends) {
    const Folder folder;
    folder.write("m/1.wav", "x");
    std::filesystem::create_directory_symlink(folder.file("m"), folder.file("m/again"));
    EXPECT_THAT(names(list_tracks({folder.file("m")})), ElementsAre("1.wav"));
}

TEST(Playlist, what_is_named_is_tried_whatever_it_is_called) {
    const Folder folder;
    const std::string odd = folder.write("recording.xyz", "x");
    EXPECT_THAT(names(list_tracks({odd, "-", "http://radio.example/a.m3u"})),
                ElementsAre("recording.xyz", "-", "a.m3u"));
}

}  // namespace
}  // namespace attacca::media
