#include "dictation_hearing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "chosen_model.h"

namespace attacca::app {
namespace {

/// Longer than any release, and what the detector needs to be certain of it.
constexpr double kSilence_s = 0.8;
constexpr std::size_t kBlockFrames = 1024;

}  // namespace

Result<std::unique_ptr<DictationHearing>> DictationHearing::open(const DictationHearingSpec& spec,
                                                                 const speech::ModelFolders& folders) {
    auto recognizer = open_chosen_recognizer(spec.recognizer, folders);
    if (!recognizer) return fail(recognizer.error());
    std::unique_ptr<DictationHearing> hearing(new DictationHearing(spec.stream));
    hearing->engine_ = (*recognizer)->engine();
    auto& listener = *hearing;
    auto speech =
        speech::LiveSpeech::create(spec.stream, *std::move(recognizer), [&listener](const speech::SpeechEvent& event) {
            const std::lock_guard lock(listener.mutex_);
            listener.events_.push_back(event);
        });
    if (!speech) return fail(speech.error());
    hearing->speech_ = *std::move(speech);
    return hearing;
}

Status DictationHearing::hear(ConstAudioBlock block, Time captured) {
    const std::size_t channels = spec_.detector.channels;
    for (auto left = block.samples(); !left.empty();) {
        const auto some = left.first(std::min(left.size(), kBlockFrames * channels));
        left = left.subspan(some.size());
        frames_ += some.size() / channels;
        if (auto heard = speech_->process({some, channels}, captured); !heard) return heard;
    }
    return {};
}

Status DictationHearing::close() {
    const double seconds = kSilence_s + spec_.detector.release_ms / 1000.0;
    const auto frames = static_cast<std::size_t>(std::llround(seconds * spec_.detector.sample_rate));
    const std::vector<float> silence(frames * spec_.detector.channels);
    return hear({silence, spec_.detector.channels}, speech::LiveSpeech::Clock::now());
}

Status DictationHearing::forget() {
    auto closed = close();
    forgotten_until_s_ = heard_s();
    return closed;
}

double DictationHearing::heard_s() const noexcept { return static_cast<double>(frames_) / spec_.detector.sample_rate; }

std::vector<speech::SpeechEvent> DictationHearing::events() {
    std::vector<speech::SpeechEvent> events;
    {
        const std::lock_guard lock(mutex_);
        events.swap(events_);
    }
    std::erase_if(events, [this](const speech::SpeechEvent& event) { return event.time_s <= forgotten_until_s_; });
    return events;
}

}  // namespace attacca::app
