#include "note_latency.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "histogram_report.h"
#include "process_report.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr std::size_t kHistogramRows = 12;

}  // namespace

void NoteLatency::recognized(const player::LiveInput& input, std::uint64_t frames) {
    recognized_.record(player::CaptureClock::now() - input.captured_at(frames - 1));
}

void NoteLatency::told(const player::LiveInput& input, const analysis::FoundNote& found) {
    told_.record(player::CaptureClock::now() - input.captured_at(found.note.onset));
    const std::chrono::duration<double> waited(found.detected_s - found.onset_s);
    decided_.record(std::chrono::round<std::chrono::nanoseconds>(waited));
}

std::string NoteLatency::text(const player::LiveInput& input) const {
    const auto& stream = input.stream();
    const auto& given = input.given();
    const auto told = told_.snapshot();
    std::string text = formatted(
        "device              %s (%s), %.0f Hz, %zu channel%s, blocks of %zu frames, latency %zu frames\n"
        "callback thread     %s\n"
        "callbacks           %llu, xruns %llu, frames lost %llu\n"
        "notes               %llu\n"
        "block to recognized %s\n"
        "onset to certainty  %s, in the time of the stream\n"
        "onset to told       %s\n",
        printable(input.device_name()).c_str(), printable(given.device).c_str(), given.sample_rate, given.channels,
        given.channels == 1 ? "" : "s", given.block_frames, stream.latency_frames(), stream.scheduling().c_str(),
        static_cast<unsigned long long>(stream.callbacks()), static_cast<unsigned long long>(stream.xruns()),
        static_cast<unsigned long long>(input.lost_frames()), static_cast<unsigned long long>(told.count),
        percentiles_text(recognized_.snapshot()).c_str(), percentiles_text(decided_.snapshot()).c_str(),
        percentiles_text(told).c_str());
    text += histogram_text(told, kHistogramRows);
    return text + process_report_text();
}

std::string NoteLatency::json(const player::LiveInput& input) const {
    const auto& stream = input.stream();
    const auto& given = input.given();
    nlohmann::json value{{"event", "stats"},
                         {"device", given.device},
                         {"device_name", input.device_name()},
                         {"sample_rate_hz", given.sample_rate},
                         {"channels", given.channels},
                         {"block_frames", given.block_frames},
                         {"latency_frames", stream.latency_frames()},
                         {"scheduling", stream.scheduling()},
                         {"callbacks", stream.callbacks()},
                         {"xruns", stream.xruns()},
                         {"lost_frames", input.lost_frames()},
                         {"block_to_recognized", histogram_json(recognized_.snapshot())},
                         {"onset_to_certainty", histogram_json(decided_.snapshot())},
                         {"onset_to_told", histogram_json(told_.snapshot())}};
    add_process_report(value);
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace attacca::app
