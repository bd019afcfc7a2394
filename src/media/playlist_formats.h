// What playlists and cue sheets say, as they say it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attacca::media {

/// One entry: the file as it is written there, not yet looked for.
struct PlaylistEntry {
    std::string source;
    std::string title;
    double start_s = 0.0;
    std::optional<double> end_s;
    int line = 0;  ///< Where it stands, from 1.
};

/// What is wrong with a line.
struct PlaylistProblem {
    int line = 0;
    std::string what;
};

struct ParsedPlaylist {
    std::vector<PlaylistEntry> entries;
    std::vector<PlaylistProblem> problems;
};

/// Titles from #EXTINF; other comments are left out.
[[nodiscard]] ParsedPlaylist parse_m3u(std::string_view text);

/// FileN and TitleN entries, in the order of N.
[[nodiscard]] ParsedPlaylist parse_pls(std::string_view text);

/// FILE, TRACK, INDEX, TITLE, PERFORMER. A track runs from its INDEX 01 to the next one's of the same file; a gap
/// (INDEX 00) is the end of the track before it.
[[nodiscard]] ParsedPlaylist parse_cue(std::string_view text);

/// As UTF-8, whatever it was, without a byte order mark.
[[nodiscard]] std::string to_utf8(std::string_view text);

}  // namespace attacca::media
