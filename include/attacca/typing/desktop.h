// The desktop that text goes to and keys come from.
#pragma once

#include <functional>
#include <string>

namespace attacca::typing {

/// Libraries do not read the environment: programs say what it holds.
struct Desktop {
    std::string x11_display;      ///< ":0"; empty: no X11.
    std::string wayland_display;  ///< "wayland-0"; empty: no Wayland.
    std::string session_bus;      ///< D-Bus's address; empty: none.
    std::string program_path;     ///< Folders of programs, between colons.

    /// The value of a variable of the environment; empty: not set.
    using Environment = std::function<std::string(const char* name)>;
    [[nodiscard]] static Desktop of(const Environment& environment);

    /// A program of this name in `program_path`; empty: none.
    [[nodiscard]] std::string find_program(const std::string& name) const;
};

}  // namespace attacca::typing
