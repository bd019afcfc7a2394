// Measures what a device really does: its pace under load, its smallest stable block, its round trip.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "attacca/base/result.h"
#include "attacca/device/device.h"
#include "attacca/rt/latency_histogram.h"

namespace attacca::player {

struct PaceSpec {
    std::string device;                          ///< As device::StreamSpec's.
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    std::size_t block_frames = 1024;
    std::chrono::milliseconds duration{2000};    ///< Of the measurement, after a fifth of a second to settle.
};

struct PaceReport {
    device::DeviceInfo device;
    device::StreamSpec given;
    std::string scheduling;               ///< Of the callback's thread.
    std::size_t latency_frames = 0;
    std::uint64_t callbacks = 0;
    std::uint64_t xruns = 0;
    bool lost = false;                    ///< The device vanished meanwhile.
    rt::LatencyHistogram::Snapshot intervals;
    rt::LatencyHistogram::Snapshot durations;

    [[nodiscard]] bool stable() const noexcept { return callbacks > 0 && xruns == 0 && !lost; }
    /// The share of a block's time that 99 of 100 callbacks do not exceed.
    [[nodiscard]] double load() const noexcept;
};

/// Runs the plan of a player with eight bands and the limiter, on noise that nobody hears: the device gets silence.
/// Failure: the device cannot be opened or started; cancelled, when `stop` is requested.
[[nodiscard]] Result<PaceReport> measure_pace(const PaceSpec& spec, std::stop_token stop);

struct RoundTripSpec {
    std::string device;
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    std::size_t block_frames = 256;
    double level_db = -20.0;  ///< Of the burst of noise, 85 ms long at 48 kHz.
};

struct RoundTrip {
    device::StreamSpec given;
    std::optional<std::size_t> frames;  ///< From a callback's output to the input that heard it; empty: nothing came back.
    double similarity = 0.0;            ///< Of what came back to what was sent, 0 to 1.
};

/// Sends a maximum length sequence to a duplex stream and looks for it in the input.
/// Failure: the device cannot be opened for both directions or stops; cancelled, when `stop` is requested.
[[nodiscard]] Result<RoundTrip> measure_round_trip(const RoundTripSpec& spec, std::stop_token stop);

/// Where a probe is found in a recording, and how similar the two are there.
struct ProbeMatch {
    std::size_t offset_frames = 0;
    double similarity = 0.0;  ///< Normalized correlation, either polarity.
};

/// The place of the greatest similarity; empty below 0.15, which noise practically never reaches.
[[nodiscard]] std::optional<ProbeMatch> find_probe(std::span<const float> recorded, std::span<const float> probe);

/// 4095 values of ±1 whose correlation with themselves has one peak.
[[nodiscard]] std::span<const float> maximum_length_sequence();

}  // namespace attacca::player
