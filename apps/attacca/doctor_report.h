// What `doctor` found, for people and for machines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attacca/device/device.h"
#include "attacca/player/device_check.h"
#include "system_facts.h"

namespace attacca::app {

struct DoctorFindings {
    SystemFacts system;
    std::vector<device::BackendState> backends;
    std::vector<player::PaceReport> trials;         ///< From the largest block to the smallest.
    std::optional<player::PaceReport> proof;        ///< The smallest block that held for the whole time.
    double proof_s = 0.0;
    std::optional<player::RoundTrip> round_trip;
    std::string round_trip_problem;                 ///< Why there is none.
};

[[nodiscard]] std::string system_text(const SystemFacts& system, const std::vector<device::BackendState>& backends);

/// One row for each trial.
[[nodiscard]] std::string trial_heading();
[[nodiscard]] std::string trial_row(const player::PaceReport& trial);

/// Where a server decides on the block.
[[nodiscard]] std::string fixed_block_text(std::size_t asked_frames, std::size_t given_frames);

[[nodiscard]] std::string verdict_text(const DoctorFindings& findings);
[[nodiscard]] std::string findings_json(const DoctorFindings& findings);

}  // namespace attacca::app
