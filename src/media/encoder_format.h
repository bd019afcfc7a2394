// Which containers can be written, and what each can hold.
#pragma once

#include <string>

#include "attacca/base/result.h"
#include "attacca/media/encoder.h"
#include "media/tag_writer.h"

namespace attacca::media {

/// libsndfile's type, subtype and byte order for what `spec` asks of the container that `path` names.
/// Failure: names the extensions there are, or what the container can hold and the option that chooses it.
[[nodiscard]] Result<int> sndfile_format(const std::string& path, const EncoderSpec& spec);

/// Whether samples are kept as they are, not coded: then the bytes tell the frames.
[[nodiscard]] bool is_pcm(int sndfile_format);

/// Which way its tags are written.
[[nodiscard]] TagPlace tag_place(int sndfile_format);

/// Whether the codec takes floats and the sample format does not matter.
[[nodiscard]] bool is_lossy(int sndfile_format);

}  // namespace attacca::media
