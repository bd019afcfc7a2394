#include "attacca/media/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace attacca::media {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;

Error write_error(const std::string& path, int number) {
    switch (number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return {ErrorCode::no_space,
                    path + ": the disk is full, or the file may not grow further; free some space"};
        case EACCES:
        case EPERM:
        case EROFS:
            return {ErrorCode::permission,
                    path + ": may not be written; choose another folder or change its permissions"};
        case ENOENT:
        case ENOTDIR:
            return {ErrorCode::not_found, path + ": its folder does not exist; create it first"};
        case EISDIR:
            return {ErrorCode::invalid_argument, path + ": is a folder; name a file in it"};
        default:
            return {ErrorCode::system, path + ": cannot be written: " + std::strerror(number)};
    }
}

/// The file that a path leads to through links, so that renaming replaces the file and not the link.
std::string resolved(const std::string& path) {
    char target[PATH_MAX];
    return ::realpath(path.c_str(), target) != nullptr ? target : path;
}

/// A wav header that has to leave before its length is known says "unknown", as every reader of streams understands it.
void leave_wav_length_open(std::span<std::byte> head) noexcept {
    constexpr std::size_t kRiffHeader = 12;
    const auto is = [head](std::size_t at, const char* name) { return std::memcmp(head.data() + at, name, 4) == 0; };
    if (head.size() < kRiffHeader || !is(0, "RIFF")) return;
    std::memset(head.data() + 4, 0xFF, 4);
    for (std::size_t chunk = kRiffHeader; chunk + 8 <= head.size();) {
        if (is(chunk, "data")) {
            std::memset(head.data() + chunk + 4, 0xFF, 4);
            return;
        }
        std::uint32_t size = 0;
        std::memcpy(&size, head.data() + chunk + 4, sizeof size);
        chunk += 8 + std::size_t{size} + (size & 1);
    }
}

constexpr int kCreate = O_CREAT | O_RDWR | O_CLOEXEC;
constexpr mode_t kMode = 0666;

/// A new file beside the target, under a name that nobody has.
int open_beside(const std::string& target, std::string& name) {
    constexpr int kTries = 1000;
    for (int i = 0; i < kTries; ++i) {
        name = target + "." + std::to_string(::getpid()) + "-" + std::to_string(i) + ".part";
        const int descriptor = ::open(name.c_str(), kCreate | O_EXCL, kMode);
        if (descriptor >= 0 || errno != EEXIST) return descriptor;
    }
    return -1;
}

}  // namespace

OutputFile::OutputFile(int descriptor, std::string path, std::string temporary)
    : descriptor_(descriptor), path_(std::move(path)), temporary_(std::move(temporary)) {
    buffer_.reserve(kBufferBytes);
}

Result<OutputFile> OutputFile::open(const std::string& path, Placement placement) {
    if (path == "-") {
        const int descriptor = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        if (descriptor < 0) return fail(write_error("standard output", errno));
        OutputFile file(descriptor, "standard output", {});
        file.is_stream_ = true;
        return file;
    }
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) return fail(write_error(path, EISDIR));
    const bool ordinary = !exists || S_ISREG(status.st_mode);
    if (exists && ordinary && ::access(path.c_str(), W_OK) != 0) return fail(write_error(path, errno));

    std::string temporary;
    const std::string target = resolved(path);
    const bool beside = ordinary && placement == Placement::rename_when_done;
    const int descriptor = beside     ? open_beside(target, temporary)
                           : ordinary ? ::open(target.c_str(), kCreate | O_TRUNC, kMode)
                                      : ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(write_error(path, errno));
    OutputFile file(descriptor, target, std::move(temporary));
    file.is_stream_ = !ordinary;
    return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      is_stream_(other.is_stream_),
      error_(other.error_),
      position_(other.position_),
      size_(other.size_),
      stored_(other.stored_),
      buffer_offset_(other.buffer_offset_),
      buffer_(std::move(other.buffer_)) {}

OutputFile::~OutputFile() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
    if (descriptor_ < 0) return;
    if (temporary_.empty()) flush_buffer(Rest::complete);
    ::close(descriptor_);
}

std::size_t OutputFile::write(std::span<const std::byte> bytes) noexcept {
    if (error_ != 0) return rewrite(bytes);
    if (is_stream_ && position_ < buffer_offset_) {
        position_ += bytes.size();  // A header that is gone already cannot be changed.
        return bytes.size();
    }
    const bool joins = position_ >= buffer_offset_ && position_ <= buffer_offset_ + buffer_.size();
    const std::uint64_t at = position_ - buffer_offset_;
    if (!joins || at + bytes.size() > kBufferBytes) {
        flush_buffer(Rest::follows);
        buffer_offset_ = position_;
        if (error_ != 0) return 0;
    }
    if (bytes.size() > kBufferBytes) {
        if (!write_all(bytes.data(), bytes.size(), position_)) return 0;
        buffer_offset_ = position_ + bytes.size();
    } else {
        const auto offset = static_cast<std::size_t>(position_ - buffer_offset_);
        if (buffer_.size() < offset + bytes.size()) buffer_.resize(offset + bytes.size());
        std::memcpy(buffer_.data() + offset, bytes.data(), bytes.size());
    }
    position_ += bytes.size();
    size_ = std::max(size_, position_);
    return bytes.size();
}

/// After a failure: only what lies inside the stored part.
std::size_t OutputFile::rewrite(std::span<const std::byte> bytes) noexcept {
    if (is_stream_ || position_ + bytes.size() > stored_) return 0;
    if (!write_all(bytes.data(), bytes.size(), position_)) return 0;
    position_ += bytes.size();
    return bytes.size();
}

std::size_t OutputFile::read(std::span<std::byte> bytes) noexcept {
    flush_buffer(Rest::follows);
    const ssize_t count = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(position_));
    if (count <= 0) return 0;
    position_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
}

bool OutputFile::write_all(const std::byte* bytes, std::size_t count, std::uint64_t offset) noexcept {
    while (count > 0) {
        const ssize_t written = is_stream_ ? ::write(descriptor_, bytes, count)
                                           : ::pwrite(descriptor_, bytes, count, static_cast<off_t>(offset));
        if (written < 0) {
            if (errno == EINTR) continue;
            if (error_ == 0) error_ = errno;
            size_ = stored_;
            return false;
        }
        bytes += written;
        count -= static_cast<std::size_t>(written);
        offset += static_cast<std::uint64_t>(written);
        stored_ = std::max(stored_, offset);
    }
    return true;
}

void OutputFile::flush_buffer(Rest rest) noexcept {
    if (buffer_.empty()) return;
    if (is_stream_ && buffer_offset_ == 0 && rest == Rest::follows) leave_wav_length_open(buffer_);
    (void)write_all(buffer_.data(), buffer_.size(), buffer_offset_);  // error_ keeps what went wrong.
    buffer_offset_ += buffer_.size();
    buffer_.clear();
}

Status OutputFile::flush() {
    flush_buffer(Rest::follows);
    return status();
}

Status OutputFile::status() const {
    if (error_ != 0) return fail(write_error(path_, error_));
    return {};
}

Status OutputFile::finish() {
    flush_buffer(Rest::complete);
    if (!temporary_.empty() && error_ == 0) {  // Else the destructor removes it: no half-written file takes its place.
        if (::rename(temporary_.c_str(), path_.c_str()) != 0) return fail(write_error(path_, errno));
        temporary_.clear();
    }
    if (::close(std::exchange(descriptor_, -1)) != 0 && error_ == 0) error_ = errno;
    return status();
}

}  // namespace attacca::media
