// Tags in the containers where libsndfile writes none, or writes them in the wrong character set.
#pragma once

#include <string>

#include "attacca/media/tags.h"

namespace attacca::media {

/// Where an encoder's tags are written.
enum class TagPlace { by_libsndfile, wav, aiff, mp3 };

/// Adds an ID3v2 tag to a complete file (in wav a LIST INFO chunk too). The music in it is left as it is; a tag that
/// cannot be written is no reason to fail.
void write_tags(const std::string& path, TagPlace place, const Tags& tags);

}  // namespace attacca::media
