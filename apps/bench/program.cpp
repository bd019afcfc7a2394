#include "bench/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace attacca::bench {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

/// Beside this program when installed, in the next folder when built.
std::vector<fs::path> own_folders() {
    std::error_code error;
    const auto here = fs::read_symlink("/proc/self/exe", error).parent_path();
    if (here.empty()) return {};
    return {here, here.parent_path() / "attacca"};
}

std::vector<fs::path> searched_folders() {
    const char* path = std::getenv("PATH");
    std::istringstream list(path == nullptr ? "/usr/bin" : path);
    std::vector<fs::path> folders;
    for (std::string folder; std::getline(list, folder, ':');) folders.emplace_back(folder);
    return folders;
}

}  // namespace

std::optional<std::string> find_program(const std::string& name) {
    auto folders = name == "attacca" ? own_folders() : std::vector<fs::path>{};
    for (auto& folder : searched_folders()) folders.push_back(std::move(folder));
    for (const auto& folder : folders) {
        if (is_program(folder / name)) return folder / name;
    }
    return std::nullopt;
}

void run_program(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int error = posix_spawn(&child, arguments.front(), &files, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) throw std::runtime_error(words.front() + " cannot be started");

    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::string line;
        for (const auto& word : words) line.append(line.empty() ? "" : " ").append(word);
        throw std::runtime_error("this failed: " + line);
    }
}

}  // namespace attacca::bench
