// A test signal as a file.
#pragma once

#include <string>

#include "attacca/base/result.h"
#include "attacca/dsp/signal_generator.h"

namespace attacca::studio {

/// The whole signal as 24-bit samples; the extension chooses the container. Waits for the disk.
/// Failure: a setting that cannot be, a file that cannot be written.
[[nodiscard]] Status write_signal(const dsp::SignalSpec& spec, const std::string& path);

}  // namespace attacca::studio
