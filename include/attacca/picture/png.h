// A picture as a PNG file.
#pragma once

#include <string>

#include "attacca/base/result.h"
#include "attacca/picture/canvas.h"

namespace attacca::picture {

/// The file's bytes. Failure: system, where libpng fails, which takes a lack of memory or a picture without pixels.
[[nodiscard]] Result<std::string> png_bytes(const Canvas& canvas);

}  // namespace attacca::picture
