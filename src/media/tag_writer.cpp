#include "media/tag_writer.h"

#include <taglib/aifffile.h>
#include <taglib/mpegfile.h>
#include <taglib/wavfile.h>

#include <exception>

namespace attacca::media {
namespace {

void fill(TagLib::Tag& tag, const Tags& tags) {
    const auto text = [](const std::string& utf8) { return TagLib::String(utf8, TagLib::String::UTF8); };
    tag.setTitle(text(tags.title));
    tag.setArtist(text(tags.artist));
    tag.setAlbum(text(tags.album));
    tag.setGenre(text(tags.genre));
    tag.setComment(text(tags.comment));
    tag.setYear(tags.year);
    tag.setTrack(tags.track);
}

template <class File>
void write(const std::string& path, const Tags& tags) {
    File file(path.c_str(), false);
    if (!file.isValid() || file.readOnly()) return;
    fill(*file.tag(), tags);
    file.save();
}

}  // namespace

void write_tags(const std::string& path, TagPlace place, const Tags& tags) {
    try {
        if (place == TagPlace::wav) write<TagLib::RIFF::WAV::File>(path, tags);
        if (place == TagPlace::aiff) write<TagLib::RIFF::AIFF::File>(path, tags);
        if (place == TagPlace::mp3) {
            TagLib::MPEG::File file(path.c_str(), false);
            if (!file.isValid() || file.readOnly()) return;
            fill(*file.ID3v2Tag(true), tags);
            file.save(TagLib::MPEG::File::ID3v2);
        }
    } catch (const std::exception&) {
        return;  // The file is complete without them.
    }
}

}  // namespace attacca::media
