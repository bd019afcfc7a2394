#include "attacca/speech/model_folders.h"

#include <algorithm>
#include <system_error>

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;

constexpr const char* kInstalled = "share/attacca/models";

void add(std::vector<Path>& folders, const Path& folder) {
    if (!folder.empty() && std::ranges::find(folders, folder) == folders.end()) folders.push_back(folder);
}

void add_named(std::vector<Path>& folders, const std::string& list) {
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(':', begin), list.size());
        add(folders, list.substr(begin, end - begin));
        begin = end + 1;
    }
}

Path user_folder(const ModelFolders::Environment& environment) {
    // An empty or relative path is as if there were none, says the XDG Base Directory Specification.
    if (const Path data = environment("XDG_DATA_HOME"); data.is_absolute()) return data / "attacca/models";
    const std::string home = environment("HOME");
    return home.empty() ? Path() : Path(home) / ".local/share/attacca/models";
}

}  // namespace

ModelFolders ModelFolders::of_this_machine(const Environment& environment) {
    std::vector<Path> folders;
    add_named(folders, environment("ATTACCA_MODELS"));
    add(folders, user_folder(environment));
    std::error_code error;
    const Path program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) add(folders, program.parent_path().parent_path() / kInstalled);
    add(folders, Path("/usr/local") / kInstalled);
    add(folders, Path("/usr") / kInstalled);
    return ModelFolders(std::move(folders));
}

std::optional<Path> ModelFolders::find(std::string_view name) const {
    std::error_code error;
    for (const Path& folder : folders_) {
        if (Path path = folder / name; std::filesystem::exists(path, error)) return path;
    }
    return std::nullopt;
}

}  // namespace attacca::speech
