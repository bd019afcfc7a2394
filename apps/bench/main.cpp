// attacca-bench: the table behind `attacca bench`.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/kernels/cpu.h"
#include "bench/bench.h"
#include "bench/measurement.h"
#include "bench/program.h"
#include "bench/report.h"

namespace {

using namespace attacca;
using namespace attacca::bench;

constexpr std::string_view kMissingRivals = ATTACCA_MISSING_RIVALS;
constexpr std::string_view kNoPath = "-";

struct Options {
    std::string filter = ".*";
    std::string path;
    double seconds = 1.0;
    bool list = false;
    bool json = false;
};

std::vector<Row> chosen_rows(const std::regex& filter) {
    std::vector<Row> chosen;
    for (const auto& row : rows()) {
        if (std::regex_search(row.name, filter)) chosen.push_back(row);
    }
    return chosen;
}

/// "all" is every path this machine has, best first; no name is what the environment says, or the best.
Result<std::vector<std::string_view>> chosen_paths(const std::string& name) {
    if (name == "all") return kernels::cpu_paths();
    const auto forced = name.empty() ? kernels::force_cpu_path_from_environment() : kernels::force_cpu_path(name);
    if (!forced) return fail(forced.error());
    return std::vector<std::string_view>{kernels::cpu_path()};
}

std::vector<std::string_view> paths_of(const Row& row, const std::vector<std::string_view>& chosen) {
    return row.code == Code::by_cpu ? chosen : std::vector{kNoPath};
}

void print_heading() {
    std::printf("%s", describe_machine().c_str());
    std::string missing(kMissingRivals);
    for (const char* program : {"ffmpeg", "sox"}) {
        if (!find_program(program)) missing.append(missing.empty() ? "" : ", ").append(program);
    }
    if (!missing.empty()) {
        std::printf("Without these rivals: %s (scripts/install_packages bench, then build again)\n", missing.c_str());
    }
    std::printf("\n%s", table_heading().c_str());
}

/// Makes this program's kernels, and those of programs that it starts, take a path.
Status take(std::string_view path) {
    if (path == kNoPath) return {};
    setenv("ATTACCA_CPU", std::string(path).c_str(), 1);
    return kernels::force_cpu_path(path);
}

int run(const Options& options) {
    const auto rows = chosen_rows(std::regex(options.filter));
    if (rows.empty()) {
        std::fprintf(stderr, "attacca-bench: no row matches '%s'; --list names them\n", options.filter.c_str());
        return 2;
    }
    const auto paths = chosen_paths(options.path);
    if (!paths) {
        std::fprintf(stderr, "attacca-bench: %s\n", paths.error().detail.c_str());
        return 2;
    }
    if (options.list) {
        for (const auto& row : rows) {
            for (const auto path : paths_of(row, *paths)) {
                std::printf("%-34s %s\n", row.name.c_str(), std::string(path).c_str());
            }
        }
        return 0;
    }
    MeasurementSpec spec;
    spec.budget = std::chrono::nanoseconds{static_cast<std::int64_t>(options.seconds * 1e9)};
    std::vector<Measurement> results;
    if (!options.json) print_heading();
    for (const auto& row : rows) {
        for (const auto path : paths_of(row, *paths)) {
            if (const auto forced = take(path); !forced) {
                std::fprintf(stderr, "attacca-bench: %s\n", forced.error().detail.c_str());
                return 1;
            }
            auto result = measure(row, spec);
            result.path = path;
            if (!options.json) std::fputs(table_line(result).c_str(), stdout);
            std::fflush(stdout);
            results.push_back(std::move(result));
        }
    }
    if (options.json) std::fputs(to_json(results).c_str(), stdout);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Times the kernels and the pipeline on this machine, each beside its rivals, in turns.\n"
                 "Ratios are ours to theirs: 0.19 of plain is 0.19 of the time of plain code.\n\n"
                 "Examples: attacca-bench --filter '^equalizer'   attacca-bench --filter fft --path all",
                 "attacca-bench"};
    app.add_option("--filter", options.filter, "Only rows whose name contains this regular expression");
    app.add_option("--path", options.path, "CPU path to take: auto, all (a line for each), or a name");
    app.add_option("--seconds", options.seconds, "Time for a row")->check(CLI::Range(0.001, 600.0))->capture_default_str();
    app.add_flag("--list", options.list, "Print the rows, each with the path that its kernels take, and stop");
    app.add_flag("--json", options.json, "Print JSON");
    try {
        app.parse(argc, argv);
        return run(options);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::regex_error& error) {
        std::fprintf(stderr, "attacca-bench: --filter '%s' is not a regular expression: %s\n", options.filter.c_str(),
                     error.what());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "attacca-bench: %s\n", error.what());
        return 1;
    }
}
