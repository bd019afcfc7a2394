#include "live_text.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "text.h"

namespace attacca::app {
namespace {

constexpr float kLowestDb = -60.0F;
constexpr float kFloorDb = -119.0F;
constexpr std::size_t kFewestCells = 4;
constexpr std::size_t kMostCells = 24;
constexpr std::size_t kLeastTitle = 18;
constexpr std::size_t kGap = 2;

std::size_t meters_width(std::size_t channels, std::size_t cells) { return channels * (cells + 3) - 1; }

/// In eighths of a cell.
std::size_t eighths(float level_db, std::size_t cells) {
    const float share = std::clamp((level_db - kLowestDb) / -kLowestDb, 0.0F, 1.0F);
    return static_cast<std::size_t>(std::lround(share * static_cast<float>(8 * cells)));
}

}  // namespace

std::string level_bar(const analysis::ChannelLevel& level, std::size_t cells, Charset charset) {
    constexpr std::string_view kPart[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const bool utf8 = charset == Charset::utf8;
    const std::size_t filled = eighths(level.peak_db, cells);
    const std::size_t held = std::max<std::size_t>(eighths(level.held_db, cells) / 8, 1) - 1;
    std::string bar;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::size_t rest = filled > 8 * cell ? filled - 8 * cell : 0;
        const bool whole = utf8 ? rest >= 8 : rest >= 4;
        if (whole) {
            bar += utf8 ? "█" : "#";
        } else if (cell == held && level.held_db > kLowestDb) {
            bar += utf8 ? "│" : "|";
        } else {
            bar += utf8 ? kPart[rest] : ".";
        }
    }
    return bar;
}

std::string peak_text(const analysis::Levels& levels) {
    float highest = kFloorDb;
    for (std::size_t i = 0; i < levels.channel_count; ++i) highest = std::max(highest, levels.channels[i].held_db);
    return highest > kFloorDb ? formatted("%5.1f dB", static_cast<double>(highest)) : " -inf dB";
}

std::string compose(const LiveText& text, std::size_t columns, Charset charset) {
    const std::size_t channels = text.levels->channel_count;
    const std::string position = "  " + text.position;
    const std::size_t fixed = display_width(text.head) + 1 + display_width(position);
    if (columns <= fixed) return fitted(text.head + position, columns);
    std::size_t room = columns - fixed;

    const std::size_t title_width = display_width(text.title);
    const std::size_t title_least = std::min(title_width, kLeastTitle);
    const std::size_t meters_least = channels == 0 ? 0 : meters_width(channels, kFewestCells) + kGap;
    const bool metered = channels > 0 && room >= meters_least + title_least;
    if (metered) room -= meters_least;

    std::string notes;
    for (const auto& note : text.notes) {
        const std::size_t width = display_width(note) + kGap;
        if (width + title_least > room) break;
        notes += "  " + note;
        room -= width;
    }

    const std::size_t title_first = std::min(title_width, std::max(title_least, room / 2));
    std::size_t cells = kFewestCells;
    if (metered) cells = std::min(kMostCells, kFewestCells + (room - std::min(room, title_first)) / channels);
    const std::size_t grown = metered ? (cells - kFewestCells) * channels : 0;
    std::string line = text.head + " " + fitted(text.title, std::min(title_width, room - grown)) + position;
    if (metered) {
        line += " ";
        for (std::size_t i = 0; i < channels; ++i) line += " [" + level_bar(text.levels->channels[i], cells, charset) + "]";
    }
    return line + notes;
}

}  // namespace attacca::app
