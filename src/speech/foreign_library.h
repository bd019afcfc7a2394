// The library of an engine that the user installed: where it is looked for, and whether it is one that we know.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "attacca/base/result.h"
#include "attacca/base/shared_library.h"
#include "attacca/speech/model_folders.h"

namespace attacca::speech {

struct LibraryVersion {
    int major = 0, minor = 0, patch = 0;

    auto operator<=>(const LibraryVersion&) const = default;
};

/// "1.13.4" of "v1.13.4-dev"; empty where none is in it.
[[nodiscard]] std::optional<LibraryVersion> parse_version(std::string_view text);

struct LibrarySearch {
    const char* engine;                  ///< For errors.
    std::span<const char* const> names;  ///< File names, the best first.
    std::string chosen;                  ///< The path of the file that the user names; empty: look for one.
};

/// The file that is chosen; else one of these names in a model folder, or where the system's loader looks.
/// Failure: there is none, with where to put it; or it cannot be loaded, in the loader's words.
[[nodiscard]] Result<SharedLibrary> load_foreign_library(const LibrarySearch& search, const ModelFolders& folders);

/// Why a library cannot be used whose function is missing or whose version is not one of these.
[[nodiscard]] std::string lacks_function(const char* engine, const char* function, const char* known_versions);
[[nodiscard]] std::string unknown_version(const char* engine, const std::string& version, const char* known_versions);

}  // namespace attacca::speech
