#include "service/page_files.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace attacca::service {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".json", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
}};

// Nothing but the page's own files, no inline code, no frame of another page around it.
constexpr std::string_view kPolicy =
    "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";

std::string_view type_of(const std::string& extension) {
    for (const auto& [ending, type] : kTypes) {
        if (ending == extension) return type;
    }
    return "application/octet-stream";
}

/// FNV-1a: a tag need only differ when the file does.
std::string tag_of(std::string_view body) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
    return '"' + std::string(digits.data(), end) + '"';
}

PageFile page_file(const fs::path& path, std::string body, bool named_by_content) {
    PageFile file{.header = {}, .body = std::move(body), .tag = {}};
    file.tag = tag_of(file.body);
    file.header.append("Content-Type: ").append(type_of(path.extension().string())).append("\r\nETag: ");
    file.header.append(file.tag).append("\r\nCache-Control: ");
    file.header.append(named_by_content ? "public, max-age=31536000, immutable" : "no-cache");
    file.header.append("\r\n").append(kPolicy);
    return file;
}

}  // namespace

Result<PageFiles> PageFiles::read(const std::string& folder) {
    PageFiles files;
    std::size_t bytes = 0;
    std::error_code error;
    fs::recursive_directory_iterator entries(folder, error);
    if (error) return fail(ErrorCode::not_found, folder + ": cannot be read: " + error.message());
    for (const fs::recursive_directory_iterator end; !error && entries != end; entries.increment(error)) {
        if (!entries->is_regular_file(error) || error) continue;
        std::ifstream stream(entries->path(), std::ios::binary);
        std::string body{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        if (!stream.good() && !stream.eof())
            return fail(ErrorCode::unreadable, entries->path().string() + ": unreadable");
        bytes += body.size();
        if (bytes > kMostBytes)
            return fail(ErrorCode::invalid_argument, folder + ": more than 64 MiB, which no page has");
        const std::string name = '/' + entries->path().lexically_relative(folder).generic_string();
        // What the build puts there has its content's hash in its name.
        files.files_.emplace(name, page_file(entries->path(), std::move(body), name.starts_with("/assets/")));
    }
    if (error) return fail(ErrorCode::unreadable, folder + ": cannot be read: " + error.message());
    if (!files.find("/"))
        return fail(ErrorCode::not_found, folder + ": holds no index.html; scripts/build_web makes the page");
    return files;
}

const PageFile* PageFiles::find(std::string_view path) const {
    const auto found = files_.find(path == "/" ? std::string_view("/index.html") : path);
    return found == files_.end() ? nullptr : &found->second;
}

}  // namespace attacca::service
