// Composes the one line that a running program shows: what plays, where, how loud.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "attacca/analysis/level_meter.h"
#include "terminal.h"

namespace attacca::app {

/// A meter from −60 to 0 dBFS: the level as a bar, the held peak as a mark.
[[nodiscard]] std::string level_bar(const analysis::ChannelLevel& level, std::size_t cells, Charset charset);

/// The highest held peak of all channels, in a fixed width: " -6.2 dB".
[[nodiscard]] std::string peak_text(const analysis::Levels& levels);

struct LiveText {
    std::string head;                ///< Always shown.
    std::string title;               ///< Cut to what is left.
    std::string position;            ///< Always shown.
    const analysis::Levels* levels;  ///< One bar for each channel, as wide as there is room.
    std::vector<std::string> notes;  ///< Most important first; those that do not fit are left out.
};

/// At most `columns` wide.
[[nodiscard]] std::string compose(const LiveText& text, std::size_t columns, Charset charset);

}  // namespace attacca::app
