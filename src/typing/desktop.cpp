#include "attacca/typing/desktop.h"

#include <sys/stat.h>
#include <unistd.h>

#include <sstream>

namespace attacca::typing {
namespace {

bool is_socket(const std::string& path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode);
}

bool is_program(const std::string& path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

Desktop Desktop::of(const Environment& environment) {
    Desktop desktop{.x11_display = environment("DISPLAY"),
                    .wayland_display = environment("WAYLAND_DISPLAY"),
                    .session_bus = environment("DBUS_SESSION_BUS_ADDRESS"),
                    .program_path = environment("PATH")};
    const std::string folder = environment("XDG_RUNTIME_DIR");
    if (desktop.session_bus.empty() && !folder.empty() && is_socket(folder + "/bus")) {
        desktop.session_bus = "unix:path=" + folder + "/bus";  // Where systemd puts it without saying so.
    }
    return desktop;
}

std::string Desktop::find_program(const std::string& name) const {
    std::istringstream folders(program_path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (!folder.empty() && is_program(folder + "/" + name)) return folder + "/" + name;
    }
    return {};
}

}  // namespace attacca::typing
