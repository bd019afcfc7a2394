// What the engine counted, in words: for the statistics page, and to be copied from it.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "attacca/picture/histogram_view.h"
#include "attacca/player/player_status.h"

namespace attacca::studio {

struct Fact {
    QString name;
    QString value;
};

/// What this process uses.
struct ProcessUsage {
    std::optional<double> cpu_share;  ///< Of one core, lately; 1 is all of it.
    std::uint64_t resident_bytes = 0;
};

/// Of the sound, or "Nothing has played yet" where none has.
[[nodiscard]] std::vector<Fact> statistics(const player::PlayerStatus& status, const ProcessUsage& usage);

/// A line for each, to paste into a message.
[[nodiscard]] QString statistics_text(const std::vector<Fact>& facts);

/// "p50 5.33, p99 5.41, max 6.02 ms"
[[nodiscard]] QString percentiles_text(const rt::LatencyHistogram::Snapshot& histogram);

/// The buckets that hold something, and those between them.
[[nodiscard]] std::vector<picture::HistogramBin> histogram_bins(const rt::LatencyHistogram::Snapshot& histogram);

}  // namespace attacca::studio
