#include "typing/screen.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace attacca::typing {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kPython = "/usr/bin/python3";  // Debian's, which has its bindings of GTK.

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what + " does not start");
}

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

Pad::Pad(const std::filesystem::path& folder, const std::string& name)
    : text_(folder / "text"),
      process_(Words{kPython, "-B", ATTACCA_TYPING_TESTS "/pad.py", text_, folder / "ready", name},
               folder / "pad.log") {
    require(comes_true([&] { return std::filesystem::exists(folder / "ready"); }), "the pad");
}

std::string Pad::text() const { return content(text_); }

bool Pad::reads(const std::string& text) const {
    return comes_true([&] { return this->text() == text; });
}

Screen::Screen() {
    const auto number = folder() / "display";
    server_ = std::make_unique<device::ServerProcess>(
        Words{"sh", "-c", "exec Xvfb -displayfd 3 -screen 0 1024x768x24 -nolisten tcp 3> \"$0\"", number},
        folder() / "xvfb.log");
    require(comes_true([&] { return content(number).ends_with('\n'); }), "Xvfb");
    std::string digits = content(number);
    digits.pop_back();
    desktop_.x11_display = ":" + digits;
    setenv("DISPLAY", desktop_.x11_display.c_str(), 1);
    setenv("NO_AT_BRIDGE", "1", 1);
    setenv("GTK_IM_MODULE", "gtk-im-context-simple", 1);
    unsetenv("WAYLAND_DISPLAY");
    require(manage() || manage() || manage(), "openbox");  // One that meets a screen not quite there gives up.
}

bool Screen::manage() {
    manager_ = std::make_unique<device::ServerProcess>(
        Words{"openbox", "--sm-disable", "--config-file", "/etc/xdg/openbox/rc.xml"}, folder() / "openbox.log");
    return comes_true([] { return std::system("xdotool get_num_desktops >/dev/null 2>&1") == 0; },
                      std::chrono::seconds(15));
}

std::string Screen::missing() {
    for (const char* program : {"Xvfb", "openbox", "xdotool", "setxkbmap", "dbus-daemon"}) {
        if (!device::is_installed(program)) return program;
    }
    const std::string asks = std::string(kPython) + " -c 'import gi; gi.require_version(\"Gtk\", \"3.0\")' 2>/dev/null";
    return std::system(asks.c_str()) == 0 ? "" : "gir1.2-gtk-3.0 with python3-gi";
}

std::unique_ptr<Pad> Screen::open_pad(const std::string& name) {
    const auto folder = this->folder() / ("pad-" + std::to_string(++pads_));
    std::filesystem::create_directory(folder);
    return std::make_unique<Pad>(folder, name);
}

void Screen::xdotool(const std::string& words) const {
    if (std::system(("xdotool " + words).c_str()) != 0) throw std::runtime_error("xdotool " + words + " fails");
}

}  // namespace attacca::typing
