#include "talk_control.h"

#include <unistd.h>

#include <utility>

namespace attacca::app {
namespace {

using typing::TalkAction;

void add(std::vector<TalkAction>& actions, TalkAction action) {
    if (action != TalkAction::none) actions.push_back(action);
}

TalkAction action_of(typing::TalkKey& key, typing::Signal signal) {
    switch (signal) {
        case typing::Signal::start:
            return key.start();
        case typing::Signal::stop:
            return key.stop();
        case typing::Signal::toggle:
            return key.toggle();
    }
    return TalkAction::none;
}

}  // namespace

std::string control_path(const std::string& runtime_folder) {
    if (!runtime_folder.empty()) return runtime_folder + "/attacca-dictate";
    return "/tmp/attacca-dictate-" + std::to_string(getuid());
}

Result<TalkControl> TalkControl::open(const TalkControlSpec& spec) {
    auto socket = typing::ControlSocket::open(spec.control_path);
    if (!socket && socket.error().code == ErrorCode::busy) {
        return fail(ErrorCode::busy,
                    "attacca dictate runs already; steer it with attacca dictate --signal start, stop or toggle");
    }
    if (!socket) return fail(socket.error());
    std::unique_ptr<typing::KeyWatch> watch;
    if (spec.key) {
        auto opened = typing::KeyWatch::open(*spec.key);
        if (!opened) {
            return fail(opened.error().code, opened.error().detail +
                                                 ". Or take --key none, and let a shortcut of the desktop call attacca "
                                                 "dictate --signal toggle");
        }
        watch = *std::move(opened);
    }
    return TalkControl(spec.talk, std::move(watch), *std::move(socket));
}

Result<std::vector<TalkAction>> TalkControl::read(typing::TalkKey::Time now) {
    std::vector<TalkAction> actions;
    if (socket_) {
        for (const auto signal : socket_->read()) add(actions, action_of(key_, signal));
    }
    if (!watch_) return actions;
    const auto events = watch_->read();
    if (!events) return fail(events.error());
    for (const auto event : *events) {
        key_down_ = event == typing::KeyEvent::pressed;
        add(actions, key_down_ ? key_.pressed(now) : key_.released(now));
    }
    return actions;
}

}  // namespace attacca::app
