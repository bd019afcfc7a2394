// Cuts what is speech out of a stream, as a recognizer wants it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "attacca/dsp/speech_resampler.h"
#include "attacca/dsp/voice_chain.h"
#include "attacca/speech/speech_stream.h"

namespace attacca::speech {

/// What the recognizer's side is told, in this order: begin, sounds, cuts between them, end.
struct SpeechPart {
    enum class Kind { begin, sound, cut, end };
    Kind kind = Kind::begin;
    double time_s = 0.0;             ///< Of the speech's begin, cut or end.
    double sound_s = 0.0;            ///< Where the next sound begins; at a begin it is earlier than the speech.
    std::span<const float> samples;  ///< Of a sound: one channel at kSpeechRate_hz.
    float voice = 0.0F;              ///< Of a cut or end: the mean probability of speech since the begin or cut.
};

class SpeechCutter {
public:
    using Sink = std::function<void(const SpeechPart& part)>;

    [[nodiscard]] static Result<SpeechCutter> create(const SpeechStreamSpec& spec);

    void process(ConstAudioBlock block, const Sink& sink);
    void finish(const Sink& sink);

    [[nodiscard]] bool speaking() const noexcept { return speaking_; }

private:
    /// What is done to the sound before the detector hears it, and to what the recognizer hears.
    struct Enhancement {
        dsp::VoiceChain before, behind;
    };
    SpeechCutter(const SpeechStreamSpec& spec, analysis::VoiceDetector detector, Enhancement enhancement);

    void take(ConstAudioBlock piece, const Sink& sink);
    void mix(ConstAudioBlock piece);
    void keep(std::span<const float> samples);
    void follow(std::span<const analysis::VoiceFrame> frames, const Sink& sink);
    void begin(const analysis::VoiceEvent& event, const Sink& sink);
    void send(const Sink& sink);
    void end(double time_s, SpeechPart::Kind kind, const Sink& sink);
    void forget();
    [[nodiscard]] double seconds(std::uint64_t frame) const;

    SpeechStreamSpec spec_;
    analysis::VoiceDetector detector_;
    dsp::SpeechResampler resampler_;
    Enhancement enhancement_;
    std::size_t piece_frames_;
    std::size_t kept_samples_;  ///< How much a segment may reach back.
    std::vector<float> cleaned_;
    std::vector<float> mono_;
    std::vector<float> kept_;  ///< The newest at kSpeechRate_hz.
    std::uint64_t first_kept_ = 0;
    std::uint64_t sent_ = 0;  ///< The next sample to send.
    bool speaking_ = false;
    double part_begin_s_ = 0.0;
    double voice_sum_ = 0.0;
    std::size_t voice_frames_ = 0;
};

}  // namespace attacca::speech
