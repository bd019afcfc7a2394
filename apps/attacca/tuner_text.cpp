#include "tuner_text.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <nlohmann/json.hpp>

#include "attacca/analysis/note_name.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr double kMostCents = 50.0;
constexpr double kInTuneCents = 2.0;
constexpr std::size_t kMostCells = 41;
constexpr std::size_t kFewestCells = 9;

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

}  // namespace

std::string needle(double cents, std::size_t cells, Charset charset) {
    assert(cells % 2 == 1);
    const bool utf8 = charset == Charset::utf8;
    const double share = std::clamp(cents / kMostCents, -1.0, 1.0);
    const auto half = static_cast<double>(cells / 2);
    const auto place = static_cast<std::size_t>(std::lround(half + half * share));
    std::string text;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        if (cell == place && std::abs(cents) > kMostCents) {
            text += cents < 0.0 ? (utf8 ? "◀" : "<") : (utf8 ? "▶" : ">");
        } else if (cell == place) {
            text += utf8 ? "●" : "o";
        } else if (cell == cells / 2) {
            text += utf8 ? "│" : "|";
        } else {
            text += utf8 ? "·" : ".";
        }
    }
    return text;
}

std::string advice(const analysis::TunerReading& reading) {
    if (!reading.string_pitch) return "";
    const std::string string = analysis::note_name(*reading.string_pitch) + " string: ";
    const double cents = reading.string_cents;
    if (std::abs(cents) < kInTuneCents) return string + "in tune";
    return string + formatted("tune %s %.0f cents", cents < 0.0 ? "up" : "down", std::abs(cents));
}

std::string tuner_line(const analysis::TunerReading& reading, std::size_t columns, Charset charset) {
    const std::string head = formatted("%-3s %+6.1f cents  [", analysis::note_name(reading.midi_pitch).c_str(),
                                       rounded(reading.cents, 10.0) + 0.0);
    const std::string told = advice(reading);
    const std::string tail = formatted("]  %8.2f Hz", reading.hz) + (told.empty() ? "" : "  " + told);
    const std::size_t fixed = head.size() + tail.size();
    std::size_t cells = std::clamp(columns - std::min(columns, fixed), kFewestCells, kMostCells);
    cells -= (cells + 1) % 2;
    const double shown = reading.string_pitch ? reading.string_cents : reading.cents;
    return fitted(head + needle(shown, cells, charset) + tail, columns);
}

std::string tuner_json(const analysis::TunerReading& reading) {
    nlohmann::json value{{"time_s", rounded(reading.time_s, 1e4)},
                         {"note", analysis::note_name(reading.midi_pitch)},
                         {"midi", reading.midi_pitch},
                         {"cents", rounded(reading.cents, 100.0) + 0.0},
                         {"hz", rounded(reading.hz, 1e4)},
                         {"confidence", rounded(static_cast<double>(reading.confidence), 1e3)},
                         {"string", nullptr}};
    if (reading.string_pitch) {
        value["string"] = analysis::note_name(*reading.string_pitch);
        value["string_cents"] = rounded(reading.string_cents, 100.0) + 0.0;
    }
    return value.dump();
}

}  // namespace attacca::app
