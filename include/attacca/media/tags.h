// What a file says about its music, and how loud it says it is.
#pragma once

#include <optional>
#include <string>

#include "attacca/base/result.h"

namespace attacca::media {

/// ReplayGain 2.0: gain in dB to a reference of −18 LUFS, peak as an amplitude factor. Opus R128 tags
/// (reference −23 LUFS) are brought to the same reference.
struct ReplayGain {
    std::optional<double> track_gain_db;
    std::optional<double> track_peak;
    std::optional<double> album_gain_db;
    std::optional<double> album_peak;

    friend bool operator==(const ReplayGain&, const ReplayGain&) = default;
};

/// Empty strings and zeros: not said.
struct Tags {
    std::string title;
    std::string artist;
    std::string album;
    std::string genre;
    std::string comment;
    unsigned year = 0;
    unsigned track = 0;
    ReplayGain replaygain;

    friend bool operator==(const Tags&, const Tags&) = default;
};

/// Reads the tags of a file; a file without any has empty ones, and so have pipes and URLs.
/// Failure: the file cannot be opened.
[[nodiscard]] Result<Tags> read_tags(const std::string& path);

}  // namespace attacca::media
