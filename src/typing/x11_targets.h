// Text to the windows of an X server.
#pragma once

#include "attacca/typing/text_target.h"

namespace attacca::typing {

[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_x11_window(const Desktop& desktop);
[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_x11_clipboard(const Desktop& desktop);
[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_x11_paste(const Desktop& desktop);

}  // namespace attacca::typing
