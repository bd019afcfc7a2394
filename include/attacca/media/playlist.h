// Turns what a user names (files, folders, playlists, cue sheets) into a list of tracks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::media {

/// One thing to play: a file or URL, or a part of a file as a cue sheet cuts it.
struct Track {
    std::string source;
    std::string title;            ///< From the playlist, or empty.
    double start_s = 0.0;         ///< Exact multiples of 1/75 s from a cue sheet.
    std::optional<double> end_s;  ///< Empty: to the end of the source.

    friend bool operator==(const Track&, const Track&) = default;
};

/// What could be listed, and what could not and why.
struct TrackList {
    std::vector<Track> tracks;
    std::vector<Error> problems;
};

/// Files stand for themselves; folders for the audio files in them and below, in natural order
/// ("2" before "10"), a cue sheet there before the file it cuts; m3u, m3u8, pls and cue for what they list,
/// relative to themselves.
[[nodiscard]] TrackList list_tracks(const std::vector<std::string>& sources);

}  // namespace attacca::media
