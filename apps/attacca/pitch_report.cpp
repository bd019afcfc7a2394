#include "pitch_report.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "attacca/analysis/note_name.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr double kProfileMargin = 1.05;

analysis::PitchTrackerSpec tracker_spec(const SoundSection& section,
                                        const std::optional<analysis::VoiceProfile>& profile) {
    analysis::PitchTrackerSpec spec{.sample_rate = static_cast<double>(section.info().sample_rate),
                                    .channels = section.info().channels};
    if (profile) {
        spec.lowest_hz = analysis::tempered_hz(profile->lowest_midi) / kProfileMargin;
        spec.highest_hz = analysis::tempered_hz(profile->highest_midi) * kProfileMargin;
    }
    return spec;
}

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

}  // namespace

std::string pitch_row(double time_s, const analysis::PitchFrame& frame, PitchFormat format) {
    const double confidence = static_cast<double>(frame.confidence);
    if (format == PitchFormat::csv) return formatted("%.4f,%.3f,%.3f\n", time_s, frame.f0_hz, confidence);
    const nlohmann::ordered_json value{{"time_s", rounded(time_s, 1e4)},
                                       {"f0_hz", rounded(frame.f0_hz, 1e3)},
                                       {"confidence", rounded(confidence, 1e3)}};
    return value.dump() + "\n";
}

Status write_pitch(SoundSection& section, const std::optional<analysis::VoiceProfile>& profile, PitchFormat format,
                   TextOutput& output, const std::function<void(double)>& progress, const std::stop_token& stop) {
    auto tracker = analysis::PitchTracker::create(tracker_spec(section, profile));
    if (!tracker) return fail(tracker.error());
    if (format == PitchFormat::csv) output.write("time_s,f0_hz,confidence\n");
    const double rate = section.info().sample_rate;
    double time_s = 0.0;
    const auto write = [&](std::span<const analysis::PitchFrame> frames) {
        for (const auto& frame : frames) {
            time_s = static_cast<double>(section.first_frame() + frame.time) / rate;
            output.write(pitch_row(time_s, frame, format));
        }
    };
    while (!output.unheard()) {
        const auto block = section.read(stop);
        if (!block) return fail(block.error());
        if (block->empty()) {
            write(tracker->finish());
            break;
        }
        write(tracker->process({*block, section.info().channels}));
        progress(time_s - static_cast<double>(section.first_frame()) / rate);
    }
    return {};
}

}  // namespace attacca::app
