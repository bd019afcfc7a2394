#include "speech/speech_cutter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::speech {
namespace {

constexpr double kPiece_s = 0.02;
/// How much later than it begins speech may be told, beyond attack and pre-roll.
constexpr double kLongestDoubt_s = 1.5;

static_assert(kSpeechRate_hz == dsp::SpeechResampler::kRate_hz);

}  // namespace

Result<SpeechCutter> SpeechCutter::create(const SpeechStreamSpec& spec) {
    if (!(spec.soft_limit_s >= 1.0 && spec.hard_limit_s > spec.soft_limit_s && spec.hard_limit_s <= 600.0)) {
        return fail(ErrorCode::invalid_argument,
                    "the limits of long speech must be from 1 to 600 seconds, the hard one above the soft one");
    }
    auto detector = analysis::VoiceDetector::create(spec.detector);
    if (!detector) return fail(detector.error());
    const double rate = spec.detector.sample_rate;
    auto before = dsp::VoiceChain::create(spec.enhancement, rate, spec.detector.channels);
    if (!before) return fail(before.error());
    auto behind = dsp::VoiceChain::create(spec.enhancement, rate, 1);
    if (!behind) return fail(behind.error());
    return SpeechCutter(spec, *std::move(detector), {.before = *std::move(before), .behind = *std::move(behind)});
}

SpeechCutter::SpeechCutter(const SpeechStreamSpec& spec, analysis::VoiceDetector detector, Enhancement enhancement)
    : spec_(spec),
      detector_(std::move(detector)),
      resampler_(spec.detector.sample_rate),
      enhancement_(std::move(enhancement)),
      piece_frames_(
          std::min(static_cast<std::size_t>(kPiece_s * spec.detector.sample_rate), spec.detector.longest_block_frames)),
      kept_samples_(static_cast<std::size_t>(
          ((spec.detector.preroll_ms + spec.detector.attack_ms) / 1000.0 + kLongestDoubt_s) * kSpeechRate_hz)) {}

void SpeechCutter::process(ConstAudioBlock block, const Sink& sink) {
    // In small pieces, so that in a long block a segment ends where it ends.
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t count = std::min(piece_frames_, block.frames() - done);
        take(block.subblock(done, count), sink);
        done += count;
    }
}

void SpeechCutter::take(ConstAudioBlock piece, const Sink& sink) {
    cleaned_.assign(piece.samples().begin(), piece.samples().end());
    const AudioBlock cleaned(cleaned_, piece.channels());
    enhancement_.before.clean(cleaned);
    mix(cleaned);
    follow(detector_.process(cleaned), sink);
    if (speaking_) send(sink);
    forget();
}

void SpeechCutter::mix(ConstAudioBlock piece) {
    mono_.resize(piece.frames());
    for (std::size_t i = 0; i < piece.frames(); ++i) {
        float sum = 0.0F;
        for (const float sample : piece.frame(i)) sum += sample;
        // One NaN would stay in the resampler's memory.
        mono_[i] = std::isfinite(sum) ? sum / static_cast<float>(piece.channels()) : 0.0F;
    }
    enhancement_.behind.level({mono_, 1});
    for (std::span<const float> rest = mono_; !rest.empty();) {
        const std::size_t count = std::min(rest.size(), dsp::SpeechResampler::kLongest);
        keep(resampler_.process(rest.first(count)));
        rest = rest.subspan(count);
    }
}

void SpeechCutter::keep(std::span<const float> samples) { kept_.insert(kept_.end(), samples.begin(), samples.end()); }

void SpeechCutter::follow(std::span<const analysis::VoiceFrame> frames, const Sink& sink) {
    for (const analysis::VoiceEvent& event : detector_.events()) {
        if (event.kind == analysis::VoiceEvent::Kind::begin) {
            begin(event, sink);
        } else if (speaking_) {
            send(sink);
            end(seconds(event.time), SpeechPart::Kind::end, sink);
        }
    }
    for (const analysis::VoiceFrame& frame : frames) {
        if (!speaking_ || !frame.speech) continue;
        // The pause that ends a segment is part of it, and says nothing about the voice.
        if (frame.probability > 0.1F) {
            voice_sum_ += frame.probability;
            ++voice_frames_;
        }
        const double late =
            (seconds(frame.time) - part_begin_s_ - spec_.soft_limit_s) / (spec_.hard_limit_s - spec_.soft_limit_s);
        if (late < 0.0 || frame.probability > late) continue;
        send(sink);
        end(seconds(frame.time), SpeechPart::Kind::cut, sink);
    }
}

void SpeechCutter::begin(const analysis::VoiceEvent& event, const Sink& sink) {
    const auto from = static_cast<std::uint64_t>(std::llround(seconds(event.preroll) * kSpeechRate_hz));
    sent_ = std::max({sent_, from, first_kept_});
    speaking_ = true;
    part_begin_s_ = seconds(event.time);
    voice_sum_ = 0.0;
    voice_frames_ = 0;
    sink({.kind = SpeechPart::Kind::begin,
          .time_s = part_begin_s_,
          .sound_s = static_cast<double>(sent_) / kSpeechRate_hz});
}

void SpeechCutter::send(const Sink& sink) {
    const std::uint64_t available = first_kept_ + kept_.size();
    if (sent_ >= available) return;
    sink({.kind = SpeechPart::Kind::sound,
          .sound_s = static_cast<double>(sent_) / kSpeechRate_hz,
          .samples = std::span<const float>(kept_).subspan(static_cast<std::size_t>(sent_ - first_kept_))});
    sent_ = available;
}

void SpeechCutter::end(double time_s, SpeechPart::Kind kind, const Sink& sink) {
    const double mean = voice_frames_ == 0 ? 0.0 : voice_sum_ / static_cast<double>(voice_frames_);
    speaking_ = kind == SpeechPart::Kind::cut;
    part_begin_s_ = time_s;
    voice_sum_ = 0.0;
    voice_frames_ = 0;
    sink({.kind = kind,
          .time_s = time_s,
          .sound_s = static_cast<double>(sent_) / kSpeechRate_hz,
          .voice = static_cast<float>(mean)});
}

void SpeechCutter::forget() {
    if (kept_.size() < 2 * kept_samples_) return;
    const std::size_t spent = kept_.size() - kept_samples_;
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(spent));
    first_kept_ += spent;
}

void SpeechCutter::finish(const Sink& sink) {
    keep(resampler_.finish());
    follow(detector_.finish(), sink);
    if (!speaking_) return;
    send(sink);
    end(static_cast<double>(first_kept_ + kept_.size()) / kSpeechRate_hz, SpeechPart::Kind::end, sink);
}

double SpeechCutter::seconds(std::uint64_t frame) const {
    return static_cast<double>(frame) / spec_.detector.sample_rate;
}

}  // namespace attacca::speech
