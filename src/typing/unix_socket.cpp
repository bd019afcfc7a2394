#include "typing/unix_socket.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace attacca::typing {
namespace {

constexpr int kWaiting = 8;

Result<sockaddr_un> address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) {
        return fail(ErrorCode::invalid_argument, "\"" + path + "\": the path of a socket has 1 to " +
                                                     std::to_string(sizeof address.sun_path - 1) + " bytes");
    }
    path.copy(address.sun_path, path.size());
    return address;
}

const sockaddr* general(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

bool is_socket(const std::string& path) {
    struct stat found {};
    return lstat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode);
}

}  // namespace

Result<Descriptor> connect_unix(const std::string& path) {
    const auto address = address_of(path);
    if (!address) return fail(address.error());
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (connect(socket.get(), general(*address), sizeof *address) == 0) return socket;
    if (errno == EACCES) return fail(ErrorCode::permission, path + ": no permission to write to this socket");
    return fail(ErrorCode::not_found, path + ": no program listens at this socket; start it first");
}

Result<Descriptor> listen_unix(const std::string& path) {
    const auto address = address_of(path);
    if (!address) return fail(address.error());
    if (connect_unix(path)) return fail(ErrorCode::busy, path + ": another program listens there already");
    if (is_socket(path)) unlink(path.c_str());
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (bind(socket.get(), general(*address), sizeof *address) != 0 || listen(socket.get(), kWaiting) != 0) {
        return fail(ErrorCode::system, path + ": no socket can be made there: " + std::strerror(errno));
    }
    chmod(path.c_str(), S_IRUSR | S_IWUSR);
    return socket;
}

}  // namespace attacca::typing
