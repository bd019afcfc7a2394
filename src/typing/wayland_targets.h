// Text to the windows of a Wayland desktop, which lets no stranger type: by wtype and wl-copy, or by the kernel.
#pragma once

#include "attacca/typing/text_target.h"

namespace attacca::typing {

[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_wayland_window(const Desktop& desktop);
[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_wayland_clipboard(const Desktop& desktop);
[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_wayland_paste(const Desktop& desktop);

}  // namespace attacca::typing
