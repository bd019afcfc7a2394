#include "attacca/media/playlist.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>

#include "media/playlist_formats.h"
#include "media/source_file.h"

namespace attacca::media {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 16;  // Of playlists in playlists, and of folders in folders.
constexpr std::uintmax_t kMaxPlaylistBytes = 16 << 20;

constexpr std::array<std::string_view, 30> kAudioExtensions = {
    ".wav", ".wave", ".flac", ".mp3", ".ogg", ".oga",  ".opus", ".m4a", ".m4b", ".mp4",
    ".aac", ".alac", ".wma",  ".asf", ".aif", ".aiff", ".aifc", ".caf", ".w64", ".rf64",
    ".au",  ".snd",  ".wv",   ".ape", ".mpc", ".tta",  ".mka",  ".mp2", ".ac3", ".webm"};

std::string lower_extension(const fs::path& path) {
    std::string text = path.extension().string();
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

bool is_audio_name(const fs::path& path) {
    const std::string extension = lower_extension(path);
    return std::find(kAudioExtensions.begin(), kAudioExtensions.end(), extension) != kAudioExtensions.end();
}

using Parse = ParsedPlaylist (*)(std::string_view);

/// Null: not a playlist.
Parse playlist_parser(const fs::path& path) {
    const std::string extension = lower_extension(path);
    if (extension == ".m3u" || extension == ".m3u8") return parse_m3u;
    if (extension == ".pls") return parse_pls;
    return extension == ".cue" ? parse_cue : nullptr;
}

/// "track 2" before "track 10", capitals beside small letters.
bool natural_less(const std::string& a, const std::string& b) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto digits_from = [&](const std::string& text, std::size_t at) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        while (at + 1 < end && text[at] == '0') ++at;
        return std::string_view(text).substr(at, end - at);
    };
    std::size_t i = 0, k = 0;
    while (i < a.size() && k < b.size()) {
        if (is_digit(a[i]) && is_digit(b[k])) {
            const std::string_view left = digits_from(a, i), right = digits_from(b, k);
            if (left.size() != right.size()) return left.size() < right.size();
            if (left != right) return left < right;
            i = static_cast<std::size_t>(left.end() - a.data());
            k = static_cast<std::size_t>(right.end() - b.data());
            continue;
        }
        const int left = std::tolower(static_cast<unsigned char>(a[i++]));
        const int right = std::tolower(static_cast<unsigned char>(b[k++]));
        if (left != right) return left < right;
    }
    if (i < a.size() || k < b.size()) return k < b.size();
    return a < b;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto hex = [](char c) {
            return std::isdigit(static_cast<unsigned char>(c)) != 0 ? c - '0' : (c | 32) - 'a' + 10;
        };
        const bool escaped = text[i] == '%' && i + 2 < text.size() &&
                             std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                             std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
        out += escaped ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        if (escaped) i += 2;
    }
    return out;
}

/// The path in "file:///a%20b" or "file://localhost/a%20b"; others unchanged.
std::string without_file_scheme(const std::string& source) {
    constexpr std::string_view kScheme = "file://";
    if (!source.starts_with(kScheme)) return source;
    std::string_view rest = std::string_view(source).substr(kScheme.size());
    if (rest.starts_with("localhost/")) rest.remove_prefix(std::string_view("localhost").size());
    return percent_decoded(rest);
}

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// The file that an entry means: as written, with the other system's slashes, unescaped, or, for a cue sheet
/// whose wav was compressed since, with another extension. Empty: none of them is there.
fs::path find_entry(const fs::path& folder, const std::string& written) {
    std::string slashes = written;
    std::replace(slashes.begin(), slashes.end(), '\\', '/');
    for (const std::string& name : {written, slashes, percent_decoded(written)}) {
        if (is_there(folder / name)) return folder / name;
    }
    fs::path other = folder / slashes;
    if (!is_audio_name(other)) return {};
    for (const std::string_view extension : kAudioExtensions) {
        if (other.replace_extension(extension); is_there(other)) return other;
    }
    return {};
}

class Lister {
public:
    void add(const std::string& given) {
        const std::string source = without_file_scheme(given);
        if (source == "-" || is_url(source)) {
            list_.tracks.push_back({.source = source, .title = {}, .start_s = 0.0, .end_s = std::nullopt});
        } else if (is_folder(source)) {
            add_named_folder(source);
        } else if (!is_there(source)) {
            problem(ErrorCode::not_found, source + ": no such file; check the name and the folder");
        } else if (const Parse parse = playlist_parser(source)) {
            add_playlist(source, parse, 0);
        } else {
            list_.tracks.push_back({.source = source, .title = {}, .start_s = 0.0, .end_s = std::nullopt});
        }
    }

    TrackList finish() { return std::move(list_); }

private:
    void problem(ErrorCode code, std::string detail) { list_.problems.push_back({code, std::move(detail)}); }

    void add_named_folder(const fs::path& folder) {
        const std::size_t before = list_.tracks.size() + list_.problems.size();
        add_folder(folder, 0);
        if (list_.tracks.size() + list_.problems.size() == before) {
            problem(ErrorCode::not_found, folder.string() + ": there is no audio file in this folder");
        }
    }

    void add_folder(const fs::path& folder, int depth) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (depth > kMaxDepth || !open_.insert(real).second) return;  // A link back to a folder above.
        std::vector<fs::path> entries;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
            if (!it->path().filename().string().starts_with('.')) entries.push_back(it->path());
        }
        if (error) problem(ErrorCode::permission, folder.string() + ": cannot be read: " + error.message());
        std::sort(entries.begin(), entries.end(), [](const fs::path& a, const fs::path& b) {
            return natural_less(a.filename().string(), b.filename().string());
        });

        // A cue sheet stands for the files it cuts.
        std::set<fs::path> cut;
        for (const fs::path& entry : entries) {
            if (playlist_parser(entry) != parse_cue) continue;
            for (const std::string& source : sources_of_cue(entry)) cut.insert(find_entry(folder, source));
        }
        for (const fs::path& entry : entries) {
            if (is_folder(entry)) {
                add_folder(entry, depth + 1);
            } else if (playlist_parser(entry) == parse_cue) {
                add_playlist(entry, parse_cue, 0);
            } else if (is_audio_name(entry) && !cut.contains(entry)) {
                list_.tracks.push_back({.source = entry.string(), .title = {}, .start_s = 0.0, .end_s = std::nullopt});
            }
        }
        open_.erase(real);
    }

    static std::vector<std::string> sources_of_cue(const fs::path& path) {
        std::vector<std::string> sources;
        if (const auto text = text_of(path)) {
            for (const PlaylistEntry& entry : parse_cue(to_utf8(*text)).entries) sources.push_back(entry.source);
        }
        return sources;
    }

    static std::optional<std::string> text_of(const fs::path& path) {
        std::error_code error;
        if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kMaxPlaylistBytes) return std::nullopt;
        std::ifstream in(path, std::ios::binary);
        if (!in) return std::nullopt;
        return std::string(std::istreambuf_iterator<char>(in), {});
    }

    void add_playlist(const fs::path& path, Parse parse, int depth) {
        std::error_code error;
        const fs::path real = fs::canonical(path, error);
        if (depth > kMaxDepth || !open_.insert(real).second) {
            problem(ErrorCode::damaged, path.string() + ": lists itself, or playlists nest more than " +
                                            std::to_string(kMaxDepth) + " deep");
            return;
        }
        if (const auto text = text_of(path)) {
            const ParsedPlaylist parsed = parse(to_utf8(*text));
            for (const PlaylistProblem& wrong : parsed.problems) {
                problem(ErrorCode::damaged, path.string() + ":" + std::to_string(wrong.line) + ": " + wrong.what);
            }
            if (parsed.entries.empty() && parsed.problems.empty()) {
                problem(ErrorCode::damaged, path.string() + ": there is no entry in this playlist");
            }
            for (const PlaylistEntry& entry : parsed.entries) add_entry(path, entry, depth);
        } else {
            problem(ErrorCode::unreadable,
                    path.string() + ": cannot be read as a playlist; check its permissions and size");
        }
        open_.erase(real);
    }

    void add_entry(const fs::path& playlist, const PlaylistEntry& entry, int depth) {
        const std::string source = without_file_scheme(entry.source);
        Track track{.source = source, .title = entry.title, .start_s = entry.start_s, .end_s = entry.end_s};
        if (is_url(source)) {
            list_.tracks.push_back(std::move(track));
            return;
        }
        const fs::path found = find_entry(playlist.parent_path(), source);
        if (found.empty()) {
            problem(ErrorCode::not_found, playlist.string() + ":" + std::to_string(entry.line) + ": " + source +
                                              ": no such file; correct the entry or remove it");
        } else if (const Parse nested = playlist_parser(found)) {
            add_playlist(found, nested, depth + 1);
        } else if (is_folder(found)) {
            add_named_folder(found);
        } else {
            track.source = found.string();
            list_.tracks.push_back(std::move(track));
        }
    }

    TrackList list_;
    std::set<fs::path> open_;  // The playlists and folders being listed, to notice when one is inside itself.
};

}  // namespace

TrackList list_tracks(const std::vector<std::string>& sources) {
    Lister lister;
    for (const std::string& source : sources) lister.add(source);
    return lister.finish();
}

}  // namespace attacca::media
