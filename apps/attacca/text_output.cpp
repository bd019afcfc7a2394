#include "text_output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace attacca::app {
namespace {

auto failed(const std::string& path, int error) {
    return fail(error == ENOSPC ? ErrorCode::no_space : ErrorCode::system,
                path + ": cannot be written: " + std::strerror(error));
}

}  // namespace

Result<TextOutput> TextOutput::open(const std::string& path) {
    if (path.empty() || path == "-") return TextOutput(stdout, "standard output", "");
    std::string beside = path + ".part-" + std::to_string(getpid());
    std::FILE* stream = std::fopen(beside.c_str(), "wxe");
    if (stream == nullptr) return failed(path, errno);
    return TextOutput(stream, path, std::move(beside));
}

TextOutput::TextOutput(TextOutput&& other) noexcept
    : stream_(std::exchange(other.stream_, nullptr)),
      path_(std::move(other.path_)),
      beside_(std::move(other.beside_)) {}

TextOutput::~TextOutput() {
    if (stream_ == nullptr || beside_.empty()) return;
    std::fclose(stream_);
    std::remove(beside_.c_str());
}

void TextOutput::write(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stream_); }

void TextOutput::flush() { (void)std::fflush(stream_); }

bool TextOutput::unheard() const { return beside_.empty() && std::ferror(stream_) != 0; }

Status TextOutput::finish() {
    errno = 0;
    const bool whole = std::fflush(stream_) == 0 && std::ferror(stream_) == 0;
    if (beside_.empty()) {
        if (whole || errno == EPIPE || errno == 0) return {};
        return failed(path_, errno);
    }
    const int write_error = whole ? 0 : (errno != 0 ? errno : EIO);
    const bool closed = std::fclose(std::exchange(stream_, nullptr)) == 0;
    if (whole && closed && std::rename(beside_.c_str(), path_.c_str()) == 0) return {};
    const int error = write_error != 0 ? write_error : errno;
    std::remove(beside_.c_str());
    return failed(path_, error);
}

}  // namespace attacca::app
