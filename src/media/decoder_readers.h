// The readers behind `Decoder::open`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "attacca/media/decoder.h"
#include "media/source_file.h"

namespace attacca::media {

constexpr std::size_t kMaxChannels = 8;
constexpr std::uint32_t kMinRateHz = 8000;
constexpr std::uint32_t kMaxRateHz = 384000;

/// Says what of a stream Attacca cannot carry. `label` names the file.
[[nodiscard]] Status check_limits(const std::string& label, std::size_t channels, std::uint64_t sample_rate);

/// Reads wav, w64, aiff, caf, au and flac of whole, ordinary files. At damage it delivers what is sound, then
/// ends short of `info().frames` with `damage()` saying why.
[[nodiscard]] Result<std::unique_ptr<Decoder>> open_sndfile_decoder(const std::string& label, SourceFile file);

/// Reads Ogg Vorbis files, chained ones too. Holes become silence.
[[nodiscard]] Result<std::unique_ptr<Decoder>> open_vorbis_decoder(const std::string& label, SourceFile file);

/// Reads whatever FFmpeg can, from files, pipes and URLs. `file` is the source where it is open already: a pipe
/// cannot be opened twice. `stop` as in `Decoder::open`.
[[nodiscard]] Result<std::unique_ptr<Decoder>> open_ffmpeg_decoder(const std::string& source,
                                                                   std::optional<SourceFile> file = std::nullopt,
                                                                   const std::stop_token& stop = {});

}  // namespace attacca::media
