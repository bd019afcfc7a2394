// What model of sherpa-onnx lies in a folder, by its files and by what they say of themselves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::speech {

enum class SherpaKind {
    online_transducer,
    online_paraformer,
    online_zipformer2_ctc,
    transducer,
    nemo_transducer,
    nemo_ctc,
    paraformer,
    sense_voice,
    whisper,
    moonshine,
};

/// Whether it gives text while it listens.
[[nodiscard]] constexpr bool online(SherpaKind kind) noexcept { return kind <= SherpaKind::online_zipformer2_ctc; }

/// Empty is what its kind does not have.
struct SherpaModel {
    SherpaKind kind = SherpaKind::online_transducer;
    std::filesystem::path tokens;
    std::filesystem::path encoder, decoder, joiner;
    std::filesystem::path model;                         ///< Of kinds in one file.
    std::filesystem::path preprocessor, cached_decoder;  ///< Moonshine's.
    std::vector<std::string> languages;                  ///< Whisper's; it ends the program over any other.

    /// Checks what sherpa-onnx would end the program over: that files are whole, and what they state.
    /// Failure: no model that this program knows, or one with a fault; names the file.
    [[nodiscard]] static Result<SherpaModel> in(const std::filesystem::path& folder);
};

/// Whether it looks like one, by its files' names.
[[nodiscard]] bool is_sherpa_model(const std::filesystem::path& folder);

}  // namespace attacca::speech
