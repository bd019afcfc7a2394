#include "media/source_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace attacca::media {
namespace {

Error open_error(const std::string& path, int number) {
    switch (number) {
        case ENOENT:
        case ENOTDIR:
            return {ErrorCode::not_found, path + ": no such file; check the name and the folder"};
        case EACCES:
        case EPERM:
            return {ErrorCode::permission, path + ": you may not read it; change its permissions (chmod +r)"};
        default:
            return {ErrorCode::unreadable, path + ": cannot be opened: " + std::strerror(number)};
    }
}

/// Why something that is there cannot be played; empty if it may be tried.
std::string refusal(const struct stat& status) {
    if (S_ISDIR(status.st_mode)) return "is a folder, not an audio file; name the files in it";
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) return "is a device, not an audio file";
    if (S_ISSOCK(status.st_mode)) return "is a socket, not an audio file";
    if (S_ISREG(status.st_mode) && status.st_size == 0) return "is empty (0 bytes); copy or download it again";
    return {};
}

using Clock = std::chrono::steady_clock;

/// Waits for data or the end of a pipe, with a glance at the stop token now and then.
bool wait_for_data(int descriptor, const std::stop_token& stop, Clock::time_point until) noexcept {
    constexpr int kGlanceMs = 100;
    pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
    while (!stop.stop_requested()) {
        const int ready = poll(&waiting, 1, kGlanceMs);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
        if (Clock::now() >= until) return false;
    }
    return false;
}

}  // namespace

Result<SourceFile> SourceFile::open(const std::string& path, const std::stop_token& stop) {
    const bool standard_input = path == "-";
    // Without O_NONBLOCK, opening a named pipe waits until somebody opens its other end.
    const int descriptor = standard_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                          : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const std::string label = standard_input ? "standard input" : path;
    if (descriptor < 0) return fail(open_error(label, errno));
    SourceFile file(descriptor, std::nullopt);
    file.stop_ = stop;

    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return fail(open_error(label, errno));
    if (const std::string why = refusal(status); !why.empty() && !(standard_input && S_ISCHR(status.st_mode))) {
        return fail(ErrorCode::unreadable, label + ": " + why);
    }
    if (S_ISREG(status.st_mode)) {
        file.size_ = static_cast<std::uint64_t>(status.st_size);
        if (!standard_input) return file;
        const auto place = ::lseek(descriptor, 0, SEEK_SET);
        if (place != 0) return fail(open_error(label, errno));
        return file;
    }
    if (!standard_input && S_ISFIFO(status.st_mode)) {
        // A read end without a writer reports the end at once: wait for the first byte instead.
        const int flags = ::fcntl(descriptor, F_GETFL);
        if (!wait_for_data(descriptor, stop, Clock::now() + std::chrono::seconds(kPipeWaitS))) {
            if (stop.stop_requested())
                return fail(ErrorCode::cancelled, label + ": stopped before anybody wrote to it");
            return fail(ErrorCode::unreadable, label + ": is a pipe that nobody wrote to for " +
                                                   std::to_string(kPipeWaitS) + " s; start its writer first");
        }
        ::fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
    }
    return file;
}

SourceFile::SourceFile(SourceFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      position_(other.position_),
      stop_(std::move(other.stop_)) {}

SourceFile& SourceFile::operator=(SourceFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    std::swap(position_, other.position_);
    stop_.swap(other.stop_);
    return *this;
}

SourceFile::~SourceFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::ptrdiff_t SourceFile::read(std::span<std::byte> bytes) noexcept {
    ssize_t count = 0;
    do {
        if (!size_ && !wait_for_data(descriptor_, stop_, Clock::time_point::max())) return 0;
        count = size_ ? ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(position_))
                      : ::read(descriptor_, bytes.data(), bytes.size());
    } while (count < 0 && errno == EINTR);
    if (count > 0) position_ += static_cast<std::uint64_t>(count);
    return count;
}

std::size_t SourceFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) const noexcept {
    const ssize_t count = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool SourceFile::seek(std::uint64_t offset) noexcept {
    if (!size_) return false;
    position_ = offset;
    return true;
}

bool is_url(const std::string& source) {
    const std::size_t scheme = source.find("://");
    if (scheme == std::string::npos || scheme < 2) return false;
    for (std::size_t i = 0; i < scheme; ++i) {
        if (std::isalnum(static_cast<unsigned char>(source[i])) == 0 && source[i] != '+') return false;
    }
    return true;
}

}  // namespace attacca::media
