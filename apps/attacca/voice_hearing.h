// Hears speech in a stream, and says and keeps what was asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "attacca/analysis/voice_detector.h"
#include "attacca/dsp/voice_chain.h"
#include "segment_cutter.h"
#include "voice_report.h"

namespace attacca::app {

enum class VoiceReportKind {
    segments,       ///< A row for each, once it has ended.
    probabilities,  ///< A row every 10 ms.
    events,         ///< A line when speech begins, and one when it ends.
};

struct VoiceHearingSpec {
    VoiceReportKind kind = VoiceReportKind::segments;
    bool json = false;
    std::uint64_t first_frame = 0;  ///< Of the recording, that the stream begins with.
};

class VoiceHearing {
public:
    using Write = std::function<void(std::string_view text)>;

    /// `chain` cleans what is heard, and so what is cut; times are those of the sound before it.
    VoiceHearing(analysis::VoiceDetector detector, dsp::VoiceChain chain, double sample_rate,
                 const VoiceHearingSpec& spec, std::optional<SegmentCutter> cutter, Write write);

    /// Failure: a segment's file cannot be written.
    [[nodiscard]] Status take(ConstAudioBlock block);
    [[nodiscard]] Status finish();

    [[nodiscard]] std::size_t segments() const noexcept { return segments_; }
    [[nodiscard]] double speech_s() const noexcept { return speech_s_; }

private:
    [[nodiscard]] Status tell(std::span<const analysis::VoiceFrame> frames);
    [[nodiscard]] Status begin(const analysis::VoiceEvent& event);
    [[nodiscard]] Status end(const analysis::VoiceEvent& event);
    [[nodiscard]] double seconds(std::uint64_t frame) const;

    analysis::VoiceDetector detector_;
    dsp::VoiceChain chain_;
    std::vector<float> cleaned_;
    double sample_rate_;
    VoiceHearingSpec spec_;
    std::optional<SegmentCutter> cutter_;
    Write write_;
    SpokenSegment segment_;
    std::size_t segments_ = 0;
    double speech_s_ = 0.0;
};

}  // namespace attacca::app
