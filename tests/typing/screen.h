// A screen of a test's own, with a window manager and windows to write into.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "attacca/typing/desktop.h"
#include "device/servers/sound_servers.h"

namespace attacca::typing {

/// How long a loaded machine may take for anything.
inline constexpr auto kPatience = std::chrono::seconds(60);

template <class Condition>
[[nodiscard]] bool comes_true(Condition condition, std::chrono::seconds at_most = kPatience) {
    const auto until = std::chrono::steady_clock::now() + at_most;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

/// A window of GTK with a text in it, which has the keyboard.
class Pad {
public:
    /// `name` is its class: "xterm" pastes as terminals do.
    Pad(const std::filesystem::path& folder, const std::string& name);

    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool reads(const std::string& text) const;

private:
    std::filesystem::path text_;
    device::ServerProcess process_;
};

class Screen {
public:
    Screen();

    /// What a machine lacks for this; empty where it lacks nothing.
    [[nodiscard]] static std::string missing();

    [[nodiscard]] const Desktop& desktop() const noexcept { return desktop_; }
    [[nodiscard]] std::filesystem::path folder() const { return runtime_.directory(); }
    [[nodiscard]] std::unique_ptr<Pad> open_pad(const std::string& name = "pad");

    /// As a person at the keyboard: the words of xdotool.
    void xdotool(const std::string& words) const;
    void end_manager() { manager_.reset(); }
    void kill() { server_->kill(); }

private:
    [[nodiscard]] bool manage();

    device::PrivateRuntime runtime_;
    Desktop desktop_;
    std::unique_ptr<device::ServerProcess> server_;
    std::unique_ptr<device::ServerProcess> manager_;
    int pads_ = 0;
};

}  // namespace attacca::typing
