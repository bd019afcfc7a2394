#include "voice_hearing.h"

#include <utility>

namespace attacca::app {

VoiceHearing::VoiceHearing(analysis::VoiceDetector detector, double sample_rate, const VoiceHearingSpec& spec,
                           std::optional<SegmentCutter> cutter, Write write)
    : detector_(std::move(detector)),
      sample_rate_(sample_rate),
      spec_(spec),
      cutter_(std::move(cutter)),
      write_(std::move(write)) {
    if (spec_.json) return;
    if (spec_.kind == VoiceReportKind::segments) write_(kSegmentColumns);
    if (spec_.kind == VoiceReportKind::probabilities) write_(kProbabilityColumns);
}

Status VoiceHearing::take(ConstAudioBlock block) {
    if (cutter_) {
        if (auto taken = cutter_->take(block); !taken) return taken;
    }
    return tell(detector_.process(block));
}

Status VoiceHearing::finish() { return tell(detector_.finish()); }

Status VoiceHearing::tell(std::span<const analysis::VoiceFrame> frames) {
    if (spec_.kind == VoiceReportKind::probabilities) {
        for (const auto& frame : frames) {
            const double time_s = seconds(frame.time);
            write_(spec_.json ? probability_json(time_s, frame.probability)
                              : probability_csv(time_s, frame.probability));
        }
    }
    for (const auto& event : detector_.events()) {
        auto told = event.kind == analysis::VoiceEvent::Kind::begin ? begin(event) : end(event);
        if (!told) return told;
    }
    return {};
}

Status VoiceHearing::begin(const analysis::VoiceEvent& event) {
    segment_ = {.start_s = seconds(event.time), .decided_s = seconds(event.decided), .file = {}};
    if (spec_.kind == VoiceReportKind::events) write_(spec_.json ? begin_json(segment_) : begin_text(segment_));
    return cutter_ ? cutter_->begin(event.preroll) : Status{};
}

Status VoiceHearing::end(const analysis::VoiceEvent& event) {
    segment_.end_s = seconds(event.time);
    ++segments_;
    speech_s_ += segment_.end_s - segment_.start_s;
    if (cutter_) {
        auto file = cutter_->end(event.time);
        if (!file) return fail(file.error());
        segment_.file = *std::move(file);
    }
    if (spec_.kind == VoiceReportKind::segments) write_(spec_.json ? segment_json(segment_) : segment_csv(segment_));
    if (spec_.kind == VoiceReportKind::events) write_(spec_.json ? end_json(segment_) : end_text(segment_));
    return {};
}

double VoiceHearing::seconds(std::uint64_t frame) const {
    return static_cast<double>(spec_.first_frame + frame) / sample_rate_;
}

}  // namespace attacca::app
