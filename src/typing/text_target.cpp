#include "attacca/typing/text_target.h"

#include "typing/socket_target.h"
#include "typing/wayland_targets.h"
#include "typing/x11_targets.h"

namespace attacca::typing {
namespace {

constexpr std::string_view kSocket = "socket:";
constexpr std::string_view kTcp = "tcp:";

/// Of the two desktops, the one that this is.
struct DesktopTarget {
    std::string_view name;
    Result<std::unique_ptr<TextTarget>> (*on_wayland)(const Desktop&);
    Result<std::unique_ptr<TextTarget>> (*on_x11)(const Desktop&);
};
constexpr DesktopTarget kDesktopTargets[] = {
    {"window", open_wayland_window, open_x11_window},
    {"clipboard", open_wayland_clipboard, open_x11_clipboard},
    {"paste", open_wayland_paste, open_x11_paste},
};

}  // namespace

Result<std::unique_ptr<TextTarget>> open_text_target(const std::string& name, const Desktop& desktop) {
    if (name.starts_with(kSocket)) return open_unix_socket_target(name.substr(kSocket.size()));
    if (name.starts_with(kTcp)) return open_tcp_target(name.substr(kTcp.size()));
    for (const auto& target : kDesktopTargets) {
        if (name == target.name)
            return desktop.wayland_display.empty() ? target.on_x11(desktop) : target.on_wayland(desktop);
    }
    return fail(ErrorCode::invalid_argument,
                "text cannot go to \"" + name + "\"; it can to window, clipboard, paste, socket:PATH, tcp:HOST:PORT");
}

}  // namespace attacca::typing
