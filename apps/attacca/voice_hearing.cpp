#include "voice_hearing.h"

#include <algorithm>
#include <utility>

namespace attacca::app {

VoiceHearing::VoiceHearing(analysis::VoiceDetector detector, dsp::VoiceChain chain, double sample_rate,
                           const VoiceHearingSpec& spec, std::optional<SegmentCutter> cutter, Write write)
    : detector_(std::move(detector)),
      chain_(std::move(chain)),
      sample_rate_(sample_rate),
      spec_(spec),
      cutter_(std::move(cutter)),
      write_(std::move(write)) {
    if (spec_.json) return;
    if (spec_.kind == VoiceReportKind::segments) write_(kSegmentColumns);
    if (spec_.kind == VoiceReportKind::probabilities) write_(kProbabilityColumns);
}

Status VoiceHearing::take(ConstAudioBlock block) {
    cleaned_.assign(block.samples().begin(), block.samples().end());
    const AudioBlock cleaned(cleaned_, block.channels());
    chain_.clean(cleaned);
    if (cutter_) {
        if (auto taken = cutter_->take(cleaned); !taken) return taken;
    }
    return tell(detector_.process(cleaned));
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
    segment_ = {.start_s = seconds(event.time),
                .decided_s = seconds(event.decided + chain_.clean_latency_frames()),
                .file = {}};
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
    const std::uint64_t late = std::min<std::uint64_t>(frame, chain_.clean_latency_frames());
    return static_cast<double>(spec_.first_frame + frame - late) / sample_rate_;
}

}  // namespace attacca::app
