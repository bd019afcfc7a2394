// The signs on buttons, drawn in the palette's colors of the moment.
#pragma once

#include <QIcon>

namespace attacca::studio {

enum class Sign {
    play,
    pause,
    stop,
    previous,
    next,
    loop,
    loop_one,
    volume,
    muted,
    add,
    remove,
    folder,
    save,
    import,
    warning,
    keys,
};

[[nodiscard]] QIcon icon(Sign sign);

}  // namespace attacca::studio
