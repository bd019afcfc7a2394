#include "attacca/typing/key_watch.h"

#include "typing/evdev_keyboards.h"
#ifdef ATTACCA_HAS_X11
#include "typing/x11/key_grab.h"
#endif

namespace attacca::typing {
namespace {

Result<std::unique_ptr<KeyWatch>> open_x11(const KeyWatchSpec& spec) {
#ifdef ATTACCA_HAS_X11
    return X11KeyGrab::open(spec.desktop.x11_display, spec.combo);
#else
    return fail(ErrorCode::unavailable, "this build knows no keys of X11 display " + spec.desktop.x11_display +
                                            ": it was made without libxcb's xtest and xkb; use evdev");
#endif
}

}  // namespace

Result<std::unique_ptr<KeyWatch>> KeyWatch::open(const KeyWatchSpec& spec) {
    const bool x11 = !spec.desktop.x11_display.empty() && spec.desktop.wayland_display.empty();
    if (spec.system == KeySystem::x11 || (spec.system == KeySystem::automatic && x11)) return open_x11(spec);
    return EvdevKeyboards::open(spec.keyboards, spec.combo);
}

}  // namespace attacca::typing
