#include "speech/foreign_library.h"

#include <charconv>
#include <filesystem>
#include <system_error>

namespace attacca::speech {

std::optional<LibraryVersion> parse_version(std::string_view text) {
    if (text.starts_with('v')) text.remove_prefix(1);
    LibraryVersion version;
    int* const parts[] = {&version.major, &version.minor, &version.patch};
    for (std::size_t i = 0; i < std::size(parts); ++i) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *parts[i]);
        if (error != std::errc{} || *parts[i] < 0) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (i == std::size(parts) - 1) break;
        if (!text.starts_with('.')) return std::nullopt;
        text.remove_prefix(1);
    }
    return version;
}

Result<SharedLibrary> load_foreign_library(const LibrarySearch& search, const ModelFolders& folders) {
    const std::string engine = search.engine;
    if (!search.chosen.empty()) {
        SharedLibrary library(search.chosen.c_str());
        if (library.loaded()) return library;
        return fail(ErrorCode::unavailable, engine + "'s library cannot be loaded: " + library.reason());
    }
    for (const char* name : search.names) {
        const auto path = folders.find(name);
        if (!path) continue;
        SharedLibrary library(path->c_str());
        if (library.loaded()) return library;
        return fail(ErrorCode::unavailable, engine + "'s library cannot be loaded: " + library.reason());
    }
    for (const char* name : search.names) {
        SharedLibrary library(name);
        if (library.loaded()) return library;
    }
    return fail(ErrorCode::unavailable, engine + " is not installed: put " + search.names.front() +
                                            " and what it needs where the system's loader looks, or into " +
                                            folders.own().string());
}

std::string lacks_function(const char* engine, const char* function, const char* known_versions) {
    return std::string(engine) + "'s library lacks " + function +
           ": it is of another version than this program knows (" + known_versions + "); install one of these";
}

std::string unknown_version(const char* engine, const std::string& version, const char* known_versions) {
    return std::string(engine) + "'s library is version " + version +
           ", which this program does not know; install one of " + known_versions;
}

}  // namespace attacca::speech
