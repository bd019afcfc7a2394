#include "media/playlist_formats.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <map>

namespace attacca::media {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
    return out;
}

/// Calls `handle(line, number)` with every line, trimmed, numbered from 1.
template <class Handle>
void for_each_line(std::string_view text, Handle handle) {
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        handle(trimmed(text.substr(0, end)), number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        const int more = lead < 0x80                   ? 0
                         : lead >= 0xC2 && lead < 0xE0 ? 1
                         : lead >= 0xE0 && lead < 0xF0 ? 2
                         : lead >= 0xF0 && lead < 0xF5 ? 3
                                                       : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) > text.size()) return false;
        for (int k = 0; k < more; ++k) {
            if ((static_cast<unsigned char>(text[i++]) & 0xC0) != 0x80) return false;
        }
    }
    return true;
}

/// The first word, or what stands in quotes; takes it from `rest`.
std::string take_word(std::string_view& rest) {
    rest = trimmed(rest);
    const bool quoted = !rest.empty() && rest.front() == '"';
    if (quoted) rest.remove_prefix(1);
    const std::size_t end = std::min(quoted ? rest.find('"') : rest.find_first_of(" \t"), rest.size());
    std::string word(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

std::optional<int> parse_int(std::string_view text) {
    int value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

/// mm:ss:ff, where 75 ff make a second.
std::optional<double> parse_cue_time(std::string_view text) {
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const auto part = parse_int(text.substr(0, end));
        if (!part || *part < 0) return std::nullopt;
        parts[i] = *part;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    constexpr int kFramesPerSecond = 75;
    if (!text.empty() || parts[1] >= 60 || parts[2] >= kFramesPerSecond) return std::nullopt;
    const std::int64_t frames = (std::int64_t{parts[0]} * 60 + parts[1]) * kFramesPerSecond + parts[2];
    return static_cast<double>(frames) / kFramesPerSecond;
}

/// Reads a cue sheet line by line; a track is complete at its INDEX 01.
class CueReader {
public:
    void read(std::string_view line, int number) {
        std::string_view rest = line;
        const std::string command = upper(take_word(rest));
        if (command == "FILE") {
            // Without quotes the name may hold blanks; the type is the last word.
            std::string_view name = trimmed(rest);
            const std::size_t type = name.find_last_of(" \t");
            file_ = !name.empty() && name.front() == '"' ? take_word(rest) : std::string(trimmed(name.substr(0, type)));
        } else if (command == "TRACK") {
            in_track_ = true;
            is_audio_ = upper(rest).find("AUDIO") != std::string::npos;
            track_title_.clear();
            track_performer_.clear();
            line_ = number;
        } else if (command == "TITLE") {
            (in_track_ ? track_title_ : album_title_) = take_text(rest);
        } else if (command == "PERFORMER") {
            (in_track_ ? track_performer_ : album_performer_) = take_text(rest);
        } else if (command == "INDEX") {
            read_index(rest, number);
        }
    }

    ParsedPlaylist finish() { return std::move(parsed_); }

private:
    /// Names and titles stand in quotes, or else run to the end of the line.
    static std::string take_text(std::string_view rest) {
        rest = trimmed(rest);
        return !rest.empty() && rest.front() == '"' ? take_word(rest) : std::string(rest);
    }

    void read_index(std::string_view rest, int number) {
        const auto index = parse_int(take_word(rest));
        const auto time = parse_cue_time(trimmed(rest));
        if (!index || !time) {
            parsed_.problems.push_back({number, "expected INDEX nn mm:ss:ff, with ss below 60 and ff below 75"});
            return;
        }
        if (*index != 1 || !is_audio_) return;
        if (file_.empty() || !in_track_) {
            parsed_.problems.push_back({number, "INDEX stands before any FILE and TRACK"});
            return;
        }
        if (!parsed_.entries.empty() && parsed_.entries.back().source == file_) {
            if (*time < parsed_.entries.back().start_s) {
                parsed_.problems.push_back({number, "INDEX 01 lies before the track before it"});
                return;
            }
            parsed_.entries.back().end_s = *time;
        }
        const std::string& performer = track_performer_.empty() ? album_performer_ : track_performer_;
        const std::string& title = track_title_.empty() ? album_title_ : track_title_;
        const std::string join = performer.empty() || title.empty() ? "" : " - ";
        parsed_.entries.push_back({file_, performer + join + title, *time, std::nullopt, line_});
    }

    ParsedPlaylist parsed_;
    std::string file_;
    std::string album_title_;
    std::string album_performer_;
    std::string track_title_;
    std::string track_performer_;
    bool in_track_ = false;
    bool is_audio_ = false;
    int line_ = 0;
};

}  // namespace

std::string to_utf8(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (is_utf8(text)) return std::string(text);
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | code >> 6);
            out += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    return out;
}

ParsedPlaylist parse_m3u(std::string_view text) {
    ParsedPlaylist parsed;
    std::string title;
    for_each_line(text, [&](std::string_view line, int number) {
        constexpr std::string_view kInfo = "#EXTINF:";
        if (line.starts_with(kInfo)) {
            const std::size_t comma = line.find(',');
            title = comma == line.npos ? "" : std::string(trimmed(line.substr(comma + 1)));
        } else if (!line.empty() && line.front() != '#') {
            parsed.entries.push_back({std::string(line), std::move(title), 0.0, std::nullopt, number});
            title.clear();
        }
    });
    return parsed;
}

ParsedPlaylist parse_pls(std::string_view text) {
    std::map<int, PlaylistEntry> entries;
    for_each_line(text, [&](std::string_view line, int number) {
        const std::size_t equals = line.find('=');
        if (equals == line.npos) return;
        const std::string key = upper(trimmed(line.substr(0, equals)));
        const std::string value(trimmed(line.substr(equals + 1)));
        const auto index_after = [&key](std::string_view word) {
            return key.starts_with(word) ? parse_int(std::string_view(key).substr(word.size())) : std::nullopt;
        };
        if (const auto file = index_after("FILE")) {
            entries[*file].source = value;
            entries[*file].line = number;
        } else if (const auto titled = index_after("TITLE")) {
            entries[*titled].title = value;
        }
    });
    ParsedPlaylist parsed;
    for (auto& [index, entry] : entries) {
        if (!entry.source.empty()) parsed.entries.push_back(std::move(entry));
    }
    return parsed;
}

ParsedPlaylist parse_cue(std::string_view text) {
    CueReader reader;
    for_each_line(text, [&reader](std::string_view line, int number) { reader.read(line, number); });
    return reader.finish();
}

}  // namespace attacca::media
