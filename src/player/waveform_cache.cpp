#include "player/waveform_cache.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <type_traits>
#include <vector>

#include "attacca/base/whole_file.h"

namespace attacca::player {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".waveform";
constexpr std::uint64_t kMostBytes = sizeof(WaveformColumn) * WaveformOverview::kMostColumns + 64;

// In the machine's own order of bytes: the cache does not travel.
struct Header {
    char magic[8] = {'a', 't', 't', 'w', 'a', 'v', 'e', '1'};
    double duration_s = 0.0;
    std::uint64_t columns = 0;
};
static_assert(std::is_trivially_copyable_v<Header> && std::is_trivially_copyable_v<WaveformColumn>);

std::uint64_t fnv1a(std::string_view text) noexcept {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3U;
    return hash;
}

}  // namespace

std::string WaveformCache::key(const media::Track& track) const {
    std::error_code error;
    const fs::path path = fs::absolute(track.source, error);
    if (error || !fs::is_regular_file(path, error)) return {};
    const auto size = fs::file_size(path, error);
    const auto changed = fs::last_write_time(path, error).time_since_epoch().count();
    if (error) return {};
    char place[160];
    std::snprintf(place, sizeof place, "\n%ju\n%jd\n%a\n%a", static_cast<std::uintmax_t>(size),
                  static_cast<std::intmax_t>(changed), track.start_s, track.end_s.value_or(-1.0));
    const std::string text = path.string() + place;
    char name[40];
    std::snprintf(name, sizeof name, "%016jx%016jx", static_cast<std::uintmax_t>(fnv1a(text)),
                  static_cast<std::uintmax_t>(fnv1a(text + "again")));
    return name;
}

std::optional<Waveform> WaveformCache::find(const std::string& key) const {
    if (folder_.empty() || key.empty()) return std::nullopt;
    const std::string path = folder_ + "/" + key + std::string(kEnding);
    const auto bytes = read_whole_file(path, kMostBytes);
    Header header;
    if (!bytes || bytes->size() < sizeof header) return std::nullopt;
    std::memcpy(&header, bytes->data(), sizeof header);
    if (std::memcmp(header.magic, Header().magic, sizeof header.magic) != 0 || !std::isfinite(header.duration_s) ||
        bytes->size() != sizeof header + header.columns * sizeof(WaveformColumn)) {
        return std::nullopt;
    }
    Waveform waveform{.state = WaveformState::complete,
                      .columns = std::vector<WaveformColumn>(static_cast<std::size_t>(header.columns)),
                      .loaded_share = 1.0,
                      .duration_s = header.duration_s,
                      .problem = {}};
    std::memcpy(waveform.columns.data(), bytes->data() + sizeof header, bytes->size() - sizeof header);
    std::error_code ignored;
    fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);  // Used just now.
    return waveform;
}

void WaveformCache::keep(const std::string& key, const Waveform& waveform) const {
    if (folder_.empty() || key.empty()) return;
    make_room();
    const Header header{.duration_s = waveform.duration_s, .columns = waveform.columns.size()};
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    bytes.append(reinterpret_cast<const char*>(waveform.columns.data()),
                 waveform.columns.size() * sizeof(WaveformColumn));
    (void)write_whole_file(folder_ + "/" + key + std::string(kEnding), bytes);
}

void WaveformCache::make_room() const {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->path().extension() == kEnding) files.emplace_back(entry->last_write_time(ignored), entry->path());
    }
    if (files.size() < kMostFiles) return;
    std::ranges::sort(files);
    for (std::size_t i = 0; i <= files.size() - kMostFiles; ++i) fs::remove(files[i].second, error);
}

}  // namespace attacca::player
