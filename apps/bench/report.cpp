#include "bench/report.h"

#include <sys/utsname.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

namespace attacca::bench {
namespace {

constexpr const char* kHeadingFormat = "%-34s %-7s %11s %8s %10s %11s %23s  %s\n";

std::string processor_name() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "unknown processor";
}

/// Two or three digits, in a notation without units that stays readable from 0.001 to 10^9.
std::string short_number(double value) {
    std::array<char, 32> text{};
    const char* format = value < 0.1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string ratios_in_words(const Measurement& row) {
    std::string words;
    for (const auto& rival : row.rivals) {
        if (!words.empty()) words += ", ";
        words += short_number(rival.ratio) + " of " + rival.name;
    }
    return words;
}

}  // namespace

std::string describe_machine() {
    utsname system{};
    uname(&system);
    return processor_name() + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores, " + system.sysname +
           " " + system.release + " " + system.machine + "\nC++ compiler " __VERSION__ ", " ATTACCA_BUILD "\n";
}

std::string table_heading() {
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), kHeadingFormat, "row", "path", "ns", "+-%", "ns/frame", "x real time",
                  "p50/p99/max us", "time, ours to theirs");
    return text.data();
}

std::string table_line(const Measurement& row) {
    const std::string real_time = row.times_real_time > 0 ? short_number(row.times_real_time) : "";
    std::string callback;
    if (row.work == Work::callback || row.work == Work::load) {
        callback = short_number(row.callback.p50 / 1e3) + " / " + short_number(row.callback.p99 / 1e3) + " / " +
                   short_number(row.callback.max / 1e3);
    }
    const std::string spread = short_number(50.0 * (row.p90 - row.p10) / row.ns);
    std::array<char, 1024> text{};
    std::snprintf(text.data(), text.size(), kHeadingFormat, row.name.c_str(), row.path.c_str(),
                  short_number(row.ns).c_str(), spread.c_str(), short_number(row.ns_per_frame).c_str(),
                  real_time.c_str(), callback.c_str(), ratios_in_words(row).c_str());
    return text.data();
}

std::string to_json(const std::vector<Measurement>& rows) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
        nlohmann::ordered_json entry{{"name", row.name}, {"path", row.path}, {"ns", row.ns},
                                     {"p10", row.p10},   {"p90", row.p90},   {"ns_per_frame", row.ns_per_frame}};
        if (row.times_real_time > 0) entry["times_real_time"] = row.times_real_time;
        if (row.work == Work::callback || row.work == Work::load) {
            entry["callback"] = {{"p50", row.callback.p50}, {"p99", row.callback.p99}, {"max", row.callback.max}};
        }
        entry["rivals"] = nlohmann::ordered_json::object();
        for (const auto& rival : row.rivals) entry["rivals"][rival.name] = rival.ratio;
        list.push_back(std::move(entry));
    }
    return list.dump(2) + "\n";
}

}  // namespace attacca::bench
