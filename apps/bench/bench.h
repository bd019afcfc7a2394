// How a room's *_bench.cpp adds rows to the table of `attacca bench`.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace attacca::bench {

/// Makes ready everything that is not to be timed, and returns the work that is. The work may be called any
/// number of times, on one thread.
using Prepare = std::function<std::function<void()>()>;

/// Puts a load of its own pace on something for about so long, and returns the time of each answer, ns.
using Load = std::function<std::vector<double>(std::chrono::nanoseconds)>;

/// Another way of doing the same work on the same data, timed in turns with ours.
struct Rival {
    std::string name;
    Prepare prepare;
};

/// What a call stands for.
enum class Work {
    throughput,  ///< Calls that only add up: their median time is the figure.
    callback,    ///< A callback with a deadline: each call is timed too, for p50, p99 and the longest.
    program,     ///< A program that the call runs to its end: the processor time of all its threads is the figure.
    load,        ///< Not calls but a load: the times of its answers are the figures, p50, p99 and the longest too.
};

/// Which code is timed.
enum class Code {
    by_cpu,  ///< Kernels, chosen for the CPU: a row for each path.
    common,  ///< One code for every CPU: rings, pools, the plain loops.
};

struct Row {
    std::string name;          ///< "room.thing.variant/size", as in "equalizer.8x2/256".
    double frames = 1.0;       ///< Frames (or items) that one call handles: ns per frame = time / frames.
    double sample_rate = 0.0;  ///< Of those frames; 0: no real time to compare with.
    Prepare prepare;
    std::vector<Rival> rivals;
    Work work = Work::throughput;
    Code code = Code::by_cpu;
    Load load{};  ///< In rows of Work::load, which `prepare` nothing and have no rivals.
};

/// Adds a row when the program starts: `const bool kAdded = bench::add({...});` at namespace scope.
bool add(Row row);

/// Every row added, sorted by name.
[[nodiscard]] const std::vector<Row>& rows();

/// Keeps the compiler from leaving out work whose result nobody reads.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "r"(&value) : "memory");
}

}  // namespace attacca::bench
