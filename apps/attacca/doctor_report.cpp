#include "doctor_report.h"

#include <nlohmann/json.hpp>

#include "attacca/rt/placement.h"
#include "histogram_report.h"
#include "text.h"

namespace attacca::app {
namespace {

using nlohmann::json;
using player::PaceReport;

constexpr std::size_t kHistogramRows = 16;

double ms(std::size_t frames, double sample_rate) { return 1000.0 * static_cast<double>(frames) / sample_rate; }
double ms(std::chrono::nanoseconds duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

template <class Number>
std::string number_text(const std::optional<Number>& number, const char* unit, const char* otherwise) {
    return number ? formatted("%llu%s", static_cast<unsigned long long>(*number), unit) : otherwise;
}

template <class Number>
json number_json(const std::optional<Number>& number) {
    return number ? json(*number) : json();
}

std::string scheduling_of(const DoctorFindings& findings) {
    if (findings.proof) return findings.proof->scheduling;
    return findings.trials.empty() ? "" : findings.trials.front().scheduling;
}

json pace_json(const PaceReport& pace) {
    return {{"device", pace.device.id},
            {"block_frames", pace.given.block_frames},
            {"sample_rate_hz", pace.given.sample_rate},
            {"scheduling", pace.scheduling},
            {"latency_frames", pace.latency_frames},
            {"callbacks", pace.callbacks},
            {"xruns", pace.xruns},
            {"stable", pace.stable()},
            {"load", pace.load()},
            {"callback_interval", histogram_json(pace.intervals)},
            {"callback_duration", histogram_json(pace.durations)}};
}

json system_json(const SystemFacts& system) {
    json value{{"kernel", system.kernel},     {"processor", system.processor}, {"cores", system.cores},
               {"cpu_path", system.cpu_path}, {"governor", system.governor},   {"superuser", system.superuser}};
    value["placement"] = {{"performance_cores", system.topology.performance},
                          {"efficiency_cores", system.topology.efficiency},
                          {"source", system.topology.source},
                          {"words", rt::placement_words(system.topology)}};
    value["realtime_limit"] = number_json(system.realtime_limit);
    value["locked_memory_kib"] = number_json(system.memory.locked_kb);
    value["memory_lock_problem"] = system.memory_lock_problem;
    value["locked_memory_limit_kib"] = number_json(system.memory.limit_kb);
    return value;
}

json round_trip_json(const DoctorFindings& findings) {
    if (!findings.round_trip) return {{"connected", false}, {"problem", findings.round_trip_problem}};
    const auto& trip = *findings.round_trip;
    json value{{"connected", trip.frames.has_value()}, {"block_frames", trip.given.block_frames}};
    if (trip.frames) {
        value["frames"] = *trip.frames;
        value["ms"] = ms(*trip.frames, trip.given.sample_rate);
        value["similarity"] = trip.similarity;
    }
    return value;
}

std::string round_trip_text(const DoctorFindings& findings) {
    if (!findings.round_trip) return "round trip      not measured: " + printable(findings.round_trip_problem) + "\n";
    const auto& trip = *findings.round_trip;
    if (!trip.frames) return "round trip      not connected: no signal came back from output to input\n";
    return formatted("round trip      %zu frames, %.2f ms, with blocks of %zu (similarity %.2f)\n", *trip.frames,
                     ms(*trip.frames, trip.given.sample_rate), trip.given.block_frames, trip.similarity);
}

}  // namespace

std::string system_text(const SystemFacts& system, const std::vector<device::BackendState>& backends) {
    std::string text = formatted(
        "system          %s\n"
        "processor       %s, %u cores, kernels take the %s path%s%s\n"
        "placement       %s\n"
        "limits          real-time priority %s, locked memory %s%s\n"
        "memory lock     %s\n",
        system.kernel.c_str(), system.processor.empty() ? "of an unnamed kind" : system.processor.c_str(), system.cores,
        system.cpu_path.c_str(), system.governor.empty() ? "" : ", governor ", system.governor.c_str(),
        rt::placement_words(system.topology).c_str(), number_text(system.realtime_limit, "", "unlimited").c_str(),
        number_text(system.memory.limit_kb, " KiB", "unlimited").c_str(),
        system.superuser ? " (neither binds the superuser)" : "",
        system.memory_lock_problem.empty() ? "what the program touches stays in memory"
                                           : ("not possible: " + system.memory_lock_problem).c_str());
    for (const auto& backend : backends) {
        text += formatted("%-15s %s%s%s\n", backend.name.c_str(), backend.answers ? "answers" : "does not answer",
                          backend.detail.empty() ? "" : ": ", printable(backend.detail).c_str());
    }
    return text;
}

std::string trial_heading() {
    return "  block frames      ms   interval p50     p99     max ms   in callback p99    load   xruns\n";
}

std::string trial_row(const PaceReport& trial) {
    return formatted("%14zu  %6.2f  %13.3f %7.3f %7.3f      %12.3f ms  %4.1f %%  %6llu%s\n", trial.given.block_frames,
                     ms(trial.given.block_frames, trial.given.sample_rate), ms(trial.intervals.percentile(0.5)),
                     ms(trial.intervals.percentile(0.99)), ms(trial.intervals.max),
                     ms(trial.durations.percentile(0.99)), 100.0 * trial.load(),
                     static_cast<unsigned long long>(trial.xruns), trial.lost ? "  device lost" : "");
}

std::string fixed_block_text(std::size_t asked_frames, std::size_t given_frames) {
    return formatted("  asked for %zu, the device keeps to blocks of %zu frames: nothing smaller can be tried\n",
                     asked_frames, given_frames);
}

std::string verdict_text(const DoctorFindings& findings) {
    std::string text = "\n";
    if (findings.proof) {
        const auto& proof = *findings.proof;
        text += formatted("smallest block  %zu frames (%.2f ms) ran %.3g s without an xrun\n", proof.given.block_frames,
                          ms(proof.given.block_frames, proof.given.sample_rate), findings.proof_s);
        text +=
            formatted("device          %s (%s), states a latency of %zu frames\n", printable(proof.device.name).c_str(),
                      printable(proof.device.id).c_str(), proof.latency_frames);
        text += "interval        " + percentiles_text(proof.intervals) + "\n" +
                histogram_text(proof.intervals, kHistogramRows);
    } else {
        text += "smallest block  none of these ran without an xrun\n";
    }
    text += "callback thread " + scheduling_of(findings) + "\n" + round_trip_text(findings);
    for (const auto& line : advice(findings.system, scheduling_of(findings))) text += "advice          " + line + "\n";
    return text;
}

std::string findings_json(const DoctorFindings& findings) {
    json value{{"system", system_json(findings.system)},
               {"backends", json::array()},
               {"trials", json::array()},
               {"round_trip", round_trip_json(findings)},
               {"advice", advice(findings.system, scheduling_of(findings))}};
    for (const auto& backend : findings.backends) {
        value["backends"].push_back({{"name", backend.name}, {"answers", backend.answers}, {"detail", backend.detail}});
    }
    for (const auto& trial : findings.trials) value["trials"].push_back(pace_json(trial));
    if (findings.proof) {
        value["smallest_stable"] = pace_json(*findings.proof);
        value["smallest_stable"]["seconds"] = findings.proof_s;
    }
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace attacca::app
