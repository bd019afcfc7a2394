// When the user wants to speak: a key, and signals of another run of this program.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attacca/typing/control_socket.h"
#include "attacca/typing/key_watch.h"
#include "attacca/typing/talk_key.h"

namespace attacca::app {

/// Where a running `attacca dictate` hears signals: in `runtime_folder`, or in /tmp under the user's number where that
/// is empty.
[[nodiscard]] std::string control_path(const std::string& runtime_folder);

struct TalkControlSpec {
    std::optional<typing::KeyWatchSpec> key;  ///< None: only signals.
    typing::TalkKeySpec talk;
    std::string control_path;
};

/// Threads    One at a time.
class TalkControl {
public:
    /// Failure: another dictation runs; the key cannot be had.
    [[nodiscard]] static Result<TalkControl> open(const TalkControlSpec& spec);

    /// With the watch and socket of a test.
    TalkControl(const typing::TalkKeySpec& talk, std::unique_ptr<typing::KeyWatch> watch,
                std::optional<typing::ControlSocket> socket)
        : watch_(std::move(watch)), socket_(std::move(socket)), key_(talk) {}

    /// What has been asked for since, in order.
    /// Failure: the system that the key came from has gone.
    [[nodiscard]] Result<std::vector<typing::TalkAction>> read(typing::TalkKey::Time now);

    /// Whether the key is down now.
    [[nodiscard]] bool key_down() const noexcept { return key_down_; }
    [[nodiscard]] typing::TalkKey& key() noexcept { return key_; }
    [[nodiscard]] std::string where() const { return watch_ ? watch_->where() : ""; }

private:
    std::unique_ptr<typing::KeyWatch> watch_;
    std::optional<typing::ControlSocket> socket_;
    typing::TalkKey key_;
    bool key_down_ = false;
};

}  // namespace attacca::app
