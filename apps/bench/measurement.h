// Times one row of the table: ours and its rivals in turns.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "bench/bench.h"

namespace attacca::bench {

struct MeasurementSpec {
    std::chrono::nanoseconds budget{std::chrono::seconds{1}};  ///< For the whole row, roughly.
    std::chrono::nanoseconds shortest_batch{std::chrono::microseconds{200}};
    std::size_t min_rounds = 21;  ///< Fewer only for calls so long that these would take six budgets.
    std::size_t max_rounds = 2001;
    std::size_t callback_calls = 4000;  ///< Timed one by one in rows of Work::callback.
};

/// Ours over theirs: below 1, we are faster.
struct RivalRatio {
    std::string name;
    double ratio = 0.0;
};

/// The time of single callbacks or answers, ns.
struct CallbackTimes {
    double p50 = 0.0, p99 = 0.0, max = 0.0;
};

struct Measurement {
    std::string name;
    std::string path;  ///< The CPU path that was taken; "-" for code without paths.
    Work work = Work::throughput;
    double ns = 0.0;  ///< One call: the median of all rounds, and how far they spread.
    double p10 = 0.0;
    double p90 = 0.0;
    double ns_per_frame = 0.0;
    double times_real_time = 0.0;  ///< 0 where the row has no sample rate.
    CallbackTimes callback;        ///< Zero unless the work is a callback or a load.
    std::vector<RivalRatio> rivals;
    std::size_t rounds = 0;
};

[[nodiscard]] Measurement measure(const Row& row, const MeasurementSpec& spec);

}  // namespace attacca::bench
