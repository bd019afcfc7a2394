#include "bench/measurement.h"

#include <sys/resource.h>

#include <algorithm>
#include <functional>

#include "bench/statistics.h"

namespace attacca::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// Processor time of the programs that have run and ended.
double programs_ns() {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto ns = [](const timeval& t) {
        return 1e9 * static_cast<double>(t.tv_sec) + 1e3 * static_cast<double>(t.tv_usec);
    };
    return ns(used.ru_utime) + ns(used.ru_stime);
}

double clock_ns() { return std::chrono::duration<double, std::nano>(Clock::now().time_since_epoch()).count(); }

double nanoseconds_of(const std::function<void()>& work, std::size_t calls, Work kind) {
    const auto now = kind == Work::program ? programs_ns : clock_ns;
    const double start = now();
    for (std::size_t i = 0; i < calls; ++i) work();
    return now() - start;
}

/// One side of the comparison: its work, how many calls make a batch, and the time of a call in each round.
struct Contestant {
    std::function<void()> work;
    Work kind;
    std::size_t calls = 1;
    std::vector<double> times{};

    Contestant(const Prepare& prepare, Work work_kind, std::chrono::nanoseconds shortest_batch)
        : work(prepare()), kind(work_kind) {
        work();  // Faults pages in, fills caches and tables.
        if (kind == Work::program) return;
        const auto wanted = static_cast<double>(shortest_batch.count());
        while (calls < (std::size_t{1} << 30) && nanoseconds_of(work, calls, kind) < wanted) calls *= 2;
    }

    void run_round() { times.push_back(std::max(nanoseconds_of(work, calls, kind), 1.0) / static_cast<double>(calls)); }
};

CallbackTimes percentiles_of(const std::vector<double>& times) {
    return {.p50 = percentile(times, 0.5), .p99 = percentile(times, 0.99), .max = percentile(times, 1.0)};
}

CallbackTimes time_callbacks(const std::function<void()>& work, std::size_t calls, std::chrono::nanoseconds budget) {
    std::vector<double> times;
    times.reserve(calls);
    const auto end = Clock::now() + budget;
    while (times.size() < calls && (times.size() < 100 || Clock::now() < end)) {
        times.push_back(nanoseconds_of(work, 1, Work::callback));
    }
    return percentiles_of(times);
}

Measurement measure_load(const Row& row, std::chrono::nanoseconds budget) {
    const std::vector<double> times = row.load(budget);
    const CallbackTimes answers = percentiles_of(times);
    return {.name = row.name,
            .path = {},
            .work = row.work,
            .ns = answers.p50,
            .p10 = percentile(times, 0.1),
            .p90 = percentile(times, 0.9),
            .ns_per_frame = answers.p50 / row.frames,
            .callback = answers,
            .rivals = {},
            .rounds = times.size()};
}

}  // namespace

Measurement measure(const Row& row, const MeasurementSpec& spec) {
    if (row.work == Work::load) return measure_load(row, spec.budget);
    Contestant ours{row.prepare, row.work, spec.shortest_batch};
    std::vector<Contestant> theirs;
    for (const auto& rival : row.rivals) theirs.emplace_back(rival.prepare, row.work, spec.shortest_batch);

    const auto start = Clock::now();
    const auto is_done = [&](std::size_t rounds) {
        const auto spent = Clock::now() - start;
        if (rounds >= spec.max_rounds) return true;
        if (rounds >= spec.min_rounds) return spent >= spec.budget;
        return rounds >= 5 && spent >= 6 * spec.budget;
    };
    while (!is_done(ours.times.size())) {
        ours.run_round();
        for (auto& rival : theirs) rival.run_round();
    }

    Measurement result{.name = row.name, .path = {}, .work = row.work, .callback = {}, .rivals = {}};
    result.rounds = ours.times.size();
    result.ns = median(ours.times);
    result.p10 = percentile(ours.times, 0.1);
    result.p90 = percentile(ours.times, 0.9);
    result.ns_per_frame = result.ns / row.frames;
    if (row.sample_rate > 0.0) result.times_real_time = 1e9 / (row.sample_rate * result.ns_per_frame);
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        result.rivals.push_back({row.rivals[i].name, median_ratio(ours.times, theirs[i].times)});
    }
    if (row.work == Work::callback) result.callback = time_callbacks(ours.work, spec.callback_calls, spec.budget);
    return result;
}

}  // namespace attacca::bench
