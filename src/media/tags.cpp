#include "attacca/media/tags.h"

#include <taglib/apetag.h>
#include <taglib/asffile.h>
#include <taglib/fileref.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mpegfile.h>
#include <taglib/relativevolumeframe.h>
#include <taglib/tpropertymap.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "media/source_file.h"

namespace attacca::media {
namespace {

/// "-6.50 dB", "+3,1", "0.98".
std::optional<double> parse_number(std::string text) {
    std::replace(text.begin(), text.end(), ',', '.');
    const std::size_t first = text.find_first_not_of(" \t+");
    if (first == std::string::npos) return std::nullopt;
    double value = 0.0;
    const auto parsed = std::from_chars(text.data() + first, text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || !std::isfinite(value)) return std::nullopt;
    return value;
}

using Texts = TagLib::PropertyMap;

std::optional<double> number(const Texts& texts, const char* key) {
    const auto found = texts.find(key);
    if (found == texts.end() || found->second.isEmpty()) return std::nullopt;
    return parse_number(found->second.front().to8Bit(true));
}

void fill(std::optional<double>& value, std::optional<double> found) {
    if (!value) value = found;
}

void fill(ReplayGain& gain, const Texts& texts) {
    // Opus: 1/256 dB to −23 LUFS, which is 5 dB under ReplayGain's −18.
    const auto r128 = [&texts](const char* key) -> std::optional<double> {
        const auto steps = number(texts, key);
        return steps ? std::optional<double>(*steps / 256.0 + 5.0) : std::nullopt;
    };
    fill(gain.track_gain_db, number(texts, "REPLAYGAIN_TRACK_GAIN"));
    fill(gain.track_peak, number(texts, "REPLAYGAIN_TRACK_PEAK"));
    fill(gain.album_gain_db, number(texts, "REPLAYGAIN_ALBUM_GAIN"));
    fill(gain.album_peak, number(texts, "REPLAYGAIN_ALBUM_PEAK"));
    fill(gain.track_gain_db, r128("R128_TRACK_GAIN"));
    fill(gain.album_gain_db, r128("R128_ALBUM_GAIN"));
}

/// Free-form atoms, whose names programs write in either case.
Texts mp4_texts(const TagLib::MP4::Tag& tag) {
    Texts texts;
    for (const auto& [name, item] : tag.itemMap()) {
        const TagLib::String upper = name.upper();
        const int key = upper.rfind(":");
        if (upper.startsWith("----") && key >= 0) texts.insert(upper.substr(key + 1), item.toStringList());
    }
    return texts;
}

Texts asf_texts(const TagLib::ASF::Tag& tag) {
    Texts texts;
    for (const auto& [name, values] : tag.attributeListMap()) {
        if (!values.isEmpty()) texts.insert(name.upper(), values.front().toString());
    }
    return texts;
}

/// RVA2 frames: "track" and "album", in dB.
void fill_from_relative_volume(ReplayGain& gain, const TagLib::ID3v2::Tag& tag) {
    for (const TagLib::ID3v2::Frame* frame : tag.frameList("RVA2")) {
        const auto* volume = dynamic_cast<const TagLib::ID3v2::RelativeVolumeFrame*>(frame);
        if (volume == nullptr) continue;
        const double gain_db = volume->volumeAdjustment(TagLib::ID3v2::RelativeVolumeFrame::MasterVolume);
        fill(volume->identification().upper() == "ALBUM" ? gain.album_gain_db : gain.track_gain_db, gain_db);
    }
}

void fill_from_container(ReplayGain& gain, TagLib::File& file) {
    fill(gain, file.properties());
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(&file)) {
        // mp3gain writes an APE tag beside the ID3v2 tag that holds the titles.
        if (mpeg->hasAPETag()) fill(gain, mpeg->APETag()->properties());
        if (mpeg->hasID3v2Tag()) fill_from_relative_volume(gain, *mpeg->ID3v2Tag());
    } else if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file); mp4 != nullptr && mp4->tag() != nullptr) {
        fill(gain, mp4_texts(*mp4->tag()));
    } else if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file); asf != nullptr && asf->tag() != nullptr) {
        fill(gain, asf_texts(*asf->tag()));
    }
}

std::string utf8(const TagLib::String& text) { return text.stripWhiteSpace().to8Bit(true); }

}  // namespace

Result<Tags> read_tags(const std::string& path) {
    std::error_code ignored;
    // Reading a pipe for its tags would take them from the decoder, and opening it would wait for another writer.
    if (path == "-" || is_url(path) || std::filesystem::is_fifo(path, ignored)) return Tags{};
    if (auto file = SourceFile::open(path); !file) {
        return fail(file.error());
    } else if (!file->size()) {
        return Tags{};
    }
    try {
        const TagLib::FileRef file(path.c_str(), false);
        if (file.isNull() || file.tag() == nullptr) return Tags{};
        const TagLib::Tag& tag = *file.tag();
        Tags tags{
            .title = utf8(tag.title()),
            .artist = utf8(tag.artist()),
            .album = utf8(tag.album()),
            .genre = utf8(tag.genre()),
            .comment = utf8(tag.comment()),
            .year = tag.year(),
            .track = tag.track(),
            .replaygain = {},
        };
        fill_from_container(tags.replaygain, *file.file());
        return tags;
    } catch (const std::exception&) {
        return Tags{};  // TagLib gave up on a damaged tag; the music may still be sound.
    }
}

}  // namespace attacca::media
