// What a tuner's reading looks like: a line for people, an object for programs.
#pragma once

#include <cstddef>
#include <string>

#include "attacca/analysis/tuner.h"
#include "terminal.h"

namespace attacca::app {

/// From −50 to 50 cents; what lies outside stands at the end as an arrow. Requires an odd number of cells.
[[nodiscard]] std::string needle(double cents, std::size_t cells, Charset charset);

/// "A2 string: tune up 12 cents", "E2 string: in tune"; nothing where there is no string.
[[nodiscard]] std::string advice(const analysis::TunerReading& reading);

/// "A2   +12.3 cents  [....|..o.]   110.78 Hz  D3 string: …", at most so many columns wide. With an instrument the
/// needle shows the distance from its string.
[[nodiscard]] std::string tuner_line(const analysis::TunerReading& reading, std::size_t columns, Charset charset);

/// One line of JSON.
[[nodiscard]] std::string tuner_json(const analysis::TunerReading& reading);

}  // namespace attacca::app
