#include "sibling_program.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

namespace attacca::app {
namespace {

namespace fs = std::filesystem;

/// Beside this program, in the build tree's next folder, in libexec; else the PATH is searched.
std::string find(const SiblingProgram& program) {
    std::error_code error;
    const auto here = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const auto& place : {here / program.name, here.parent_path() / program.build_folder / program.name,
                              here.parent_path() / "libexec" / "attacca" / program.name}) {
        if (!here.empty() && access(place.c_str(), X_OK) == 0 && fs::is_regular_file(place, error)) return place;
    }
    return program.name;
}

}  // namespace

ExitStatus become(const SiblingProgram& program, const CLI::App& subcommand) {
    std::vector<std::string> words{program.name};
    for (const auto& argument : subcommand.remaining()) {
        if (argument != "--") words.push_back(argument);
    }
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    const std::string path = find(program);
    execvp(path.c_str(), arguments.data());
    return fail_with({ErrorCode::unavailable, path + ": " + std::strerror(errno) + "; " + program.remedy});
}

}  // namespace attacca::app
