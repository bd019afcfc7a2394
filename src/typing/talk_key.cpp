#include "attacca/typing/talk_key.h"

#include <utility>

namespace attacca::typing {

TalkAction TalkKey::pressed(Time now) noexcept {
    if (std::exchange(down_, true)) return TalkAction::none;
    const auto before = std::exchange(pressed_at_, now);
    if (talking_) return spec_.mode == TalkMode::hold ? TalkAction::none : stop();
    if (spec_.mode == TalkMode::double_tap && (!before || now - *before > spec_.double_tap)) return TalkAction::none;
    held_ = spec_.mode == TalkMode::hold;
    return start();
}

TalkAction TalkKey::released(Time now) noexcept {
    if (!std::exchange(down_, false) || !std::exchange(held_, false) || !talking_) return TalkAction::none;
    const TalkAction action = stop();
    return now - *pressed_at_ < spec_.shortest_hold ? TalkAction::cancel : action;
}

TalkAction TalkKey::start() noexcept { return std::exchange(talking_, true) ? TalkAction::none : TalkAction::start; }

TalkAction TalkKey::stop() noexcept {
    // The press that ended speech is not the first of two that begin it.
    if (talking_ && spec_.mode == TalkMode::double_tap) pressed_at_.reset();
    return std::exchange(talking_, false) ? TalkAction::stop : TalkAction::none;
}

}  // namespace attacca::typing
