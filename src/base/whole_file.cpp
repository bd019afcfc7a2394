#include "attacca/base/whole_file.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

namespace attacca {
namespace {

namespace fs = std::filesystem;

// Of its own for each thread and call, so that two that write the same file do not write into each other's.
std::string beside(const std::string& path) {
    static std::atomic<unsigned> calls{0};
    const auto thread = std::hash<std::thread::id>()(std::this_thread::get_id());
    return path + "." + std::to_string(thread % 1'000'000) + "-" + std::to_string(calls++) + ".part";
}

}  // namespace

Result<std::string> read_whole_file(const std::string& path, std::uint64_t most_bytes) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) return fail(ErrorCode::not_found, path + ": " + error.message());
    if (size > most_bytes) return fail(ErrorCode::damaged, path + ": larger than such a file can be");
    std::ifstream file(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file) return fail(ErrorCode::unreadable, path + ": cannot be read; check its permissions");
    return bytes;
}

Status write_whole_file(const std::string& path, std::string_view bytes) {
    std::error_code error;
    const fs::path folder = fs::path(path).parent_path();
    fs::create_directories(folder, error);
    if (error) return fail(ErrorCode::permission, folder.string() + ": cannot be made (" + error.message() + ")");
    std::error_code is_new;
    const fs::path linked = fs::canonical(path, is_new);
    const std::string target = is_new ? path : linked.string();
    const std::string part = beside(target);
    std::ofstream file(part, std::ios::binary);
    if (!file) return fail(ErrorCode::permission, path + ": cannot be written; check the folder's permissions");
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    const bool whole = file.good();
    if (whole) fs::rename(part, target, error);
    if (whole && !error) return {};
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!whole) return fail(ErrorCode::no_space, path + ": cannot be written whole; is the disk full?");
    return fail(ErrorCode::permission, path + ": cannot be replaced (" + error.message() + ")");
}

}  // namespace attacca
