// attacca doctor
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "attacca/rt/memory_lock.h"
#include "doctor_report.h"
#include "option_values.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "text.h"

namespace attacca::app {
namespace {

struct DoctorOptions {
    std::string device;
    double sample_rate = 48000.0;
    double seconds = 10.0;
    bool quick = false;
    bool json = false;
};

constexpr std::array<std::size_t, 6> kBlocks{1024, 512, 256, 128, 64, 32};
constexpr double kTrialS = 2.0;
constexpr double kQuickTrialS = 0.5;
constexpr double kQuickProofS = 2.0;
constexpr double kRoundTripS = 1.5;
constexpr const char* kHelp = R"(Tries blocks from 1024 down to 32 frames for two seconds each, with the work of a player with eight bands and the
limiter in the callback; then proves the smallest that was stable. The device gets silence, and a short burst of
noise at -20 dBFS for the round trip, which needs a way back: a cable from output to input, a PipeWire sink with its
monitor, or jack_connect attacca:out_1 attacca:in_1. Percentiles are right to 5 %. The status is 0 when a block held.

Examples:
  attacca doctor
  attacca doctor --quick
  attacca doctor --device jack --seconds 60
  attacca doctor --json)";

/// The whole examination, telling what it does as it goes along.
class Doctor {
public:
    Doctor(const DoctorOptions& options, const StopSignal& stop) : options_(options), stop_(stop) {
        findings_.proof_s = options.quick ? std::min(options.seconds, kQuickProofS) : options.seconds;
        trial_s_ = options.quick ? kQuickTrialS : kTrialS;
    }

    Status examine() {
        const auto locked = rt::lock_process_memory();  // As play does.
        findings_.system = system_facts();
        if (!locked) findings_.system.memory_lock_problem = locked.error().detail;
        findings_.backends = device::list_backends();
        say(system_text(findings_.system, findings_.backends));
        say(formatted("This takes about %.0f s.\n\n",
                      trial_s_ * static_cast<double>(kBlocks.size()) + findings_.proof_s + kRoundTripS));
        if (auto tried = try_blocks(); !tried) return tried;
        if (auto proved = prove_smallest(); !proved) return proved;
        return measure_round_trip();
    }

    const DoctorFindings& findings() const { return findings_; }

private:
    void say(const std::string& text) {
        if (options_.json) return;
        std::fputs(text.c_str(), stdout);
        std::fflush(stdout);
    }

    Result<player::PaceReport> run(std::size_t block_frames, double seconds) {
        line_.draw(formatted("blocks of %zu frames, %.0f s ...", block_frames, seconds));
        auto report = player::measure_pace({.device = options_.device,
                                            .sample_rate = options_.sample_rate,
                                            .block_frames = block_frames,
                                            .duration = std::chrono::milliseconds(std::lround(1000.0 * seconds))},
                                           stop_.token());
        line_.clear();
        return report;
    }

    Status try_blocks() {
        say(trial_heading());
        std::size_t smallest = kBlocks.front() + 1;
        for (const std::size_t block : kBlocks) {
            if (block >= smallest) continue;  // A larger one was given as much already.
            auto trial = run(block, trial_s_);
            if (!trial) return fail(trial.error());
            const std::size_t given = trial->given.block_frames;
            if (!findings_.trials.empty() && given >= smallest) {
                say(fixed_block_text(block, given));
                break;
            }
            smallest = given;
            say(trial_row(*trial));
            findings_.trials.push_back(*std::move(trial));
        }
        return {};
    }

    Status prove_smallest() {
        for (auto trial = findings_.trials.rbegin(); trial != findings_.trials.rend(); ++trial) {
            if (!trial->stable()) continue;
            auto proof = run(trial->given.block_frames, findings_.proof_s);
            if (!proof) return fail(proof.error());
            if (!proof->stable()) {
                say(formatted("  %zu frames did not hold for %.3g s: %llu xruns\n", proof->given.block_frames,
                              findings_.proof_s, static_cast<unsigned long long>(proof->xruns)));
                continue;
            }
            findings_.proof = *std::move(proof);
            return {};
        }
        return {};
    }

    Status measure_round_trip() {
        auto trip = player::measure_round_trip(
            {.device = options_.device,
             .sample_rate = options_.sample_rate,
             .block_frames = findings_.proof ? findings_.proof->given.block_frames : kBlocks.front()},
            stop_.token());
        if (trip) {
            findings_.round_trip = *std::move(trip);
        } else if (trip.error().code == ErrorCode::cancelled) {
            return fail(trip.error());
        } else {
            findings_.round_trip_problem = trip.error().detail;
        }
        return {};
    }

    const DoctorOptions& options_;
    const StopSignal& stop_;
    DoctorFindings findings_;
    double trial_s_ = kTrialS;
    LiveLine line_{stderr};
};

ExitStatus doctor(const DoctorOptions& options) {
    const StopSignal stop;
    Doctor doctor(options, stop);
    if (auto examined = doctor.examine(); !examined) return fail_with(examined.error());
    std::printf("%s\n", (options.json ? findings_json : verdict_text)(doctor.findings()).c_str());
    return doctor.findings().proof ? ExitStatus::done : ExitStatus::failed;
}

}  // namespace

Subcommand add_doctor(CLI::App& program) {
    auto options = std::make_shared<DoctorOptions>();
    auto& app = *program.add_subcommand("doctor", "Measure what this machine and its device can do");
    app.footer(kHelp);
    add_device(app, options->device);
    add_rate(app, options->sample_rate, "Asked of the device (default: 48000)");
    app.add_option("--seconds", options->seconds, "How long the smallest block must hold (default: 10)")
        ->check(within(0.5, 3600.0));
    app.add_flag("--quick", options->quick, "Half a second for each block, two for the proof");
    app.add_flag("--json", options->json, "Print JSON");
    return {&app, [options] { return doctor(*options); }};
}

}  // namespace attacca::app
