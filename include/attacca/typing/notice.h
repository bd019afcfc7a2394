// A notice in the corner of the desktop.
#pragma once

#include <memory>
#include <string>

#include "attacca/typing/desktop.h"

namespace attacca::typing {

/// Each takes the place of the one before. Nothing is waited for: a desktop without a bus, or a bus that nobody shows
/// notices for, shows none.
///
/// Threads    One at a time.
class Notice {
public:
    /// libdbus is loaded by the first that has a bus.
    explicit Notice(const Desktop& desktop);
    ~Notice();
    Notice(const Notice&) = delete;
    Notice& operator=(const Notice&) = delete;

    /// Whether there is a bus.
    [[nodiscard]] bool available() const noexcept { return bus_ != nullptr; }

    void show(const std::string& summary, const std::string& text);

private:
    class Bus;
    std::unique_ptr<Bus> bus_;
};

}  // namespace attacca::typing
