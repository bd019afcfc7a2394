#include "attacca/speech/live_speech.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "attacca/rt/placement.h"
#include "speech/speech_cutter.h"
#include "speech/speech_hearer.h"

namespace attacca::speech {
namespace {

/// A part that owns its sound.
struct WaitingPart {
    SpeechPart part;
    std::vector<float> samples;
    LiveSpeech::Clock::time_point captured;
    double lost_s = 0.0;  ///< What should have come before it and did not fit.
    bool last = false;    ///< Nothing follows, and there is no part.
};

}  // namespace

struct LiveSpeech::State {
    State(const SpeechStreamSpec& spec, SpeechCutter made, std::unique_ptr<Recognizer> recognizer,
          SpeechStream::Listener listener, double longest_queue_s)
        : cutter(std::move(made)),
          longest_samples(static_cast<std::size_t>(longest_queue_s * kSpeechRate_hz)),
          hearer(spec, std::move(recognizer), std::move(listener)),
          worker([this] { work(); }) {}

    ~State() {
        {
            const std::lock_guard lock(mutex);
            stopped = true;
        }
        changed.notify_one();
        if (worker.joinable()) worker.join();
    }

    // Caller's thread.
    void put(const SpeechPart& part, Clock::time_point captured) {
        WaitingPart waiting{.part = part, .samples = {}, .captured = captured};
        {
            const std::lock_guard lock(mutex);
            if (waiting_samples + part.samples.size() > longest_samples) {
                unheard += part.samples.size();
                lost += part.samples.size();
                return;
            }
            waiting_samples += part.samples.size();
            waiting.lost_s = static_cast<double>(std::exchange(unheard, 0)) / kSpeechRate_hz;
        }
        waiting.samples.assign(part.samples.begin(), part.samples.end());
        push(std::move(waiting));
    }

    void push(WaitingPart waiting) {
        {
            const std::lock_guard lock(mutex);
            queue.push_back(std::move(waiting));
        }
        changed.notify_one();
    }

    Status failure() const {
        const std::lock_guard lock(mutex);
        return status;
    }

    // The recognizer's thread.
    std::optional<WaitingPart> next() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return stopped || !queue.empty(); });
        if (stopped) return std::nullopt;
        WaitingPart waiting = std::move(queue.front());
        queue.pop_front();
        waiting_samples -= waiting.samples.size();
        return waiting;
    }

    void work() {
        // Where that is refused, by a cpuset, the thread runs where it may.
        (void)rt::place_current_thread(rt::Placement::recognition);
        while (auto waiting = next()) {
            if (waiting->last) return;
            Status taken;
            if (waiting->lost_s > 0.0) taken = hearer.lose(waiting->part.sound_s, waiting->lost_s);
            waiting->part.samples = waiting->samples;
            if (waiting->part.kind == SpeechPart::Kind::sound) to_recognizer.record(Clock::now() - waiting->captured);
            if (taken) taken = hearer.take(waiting->part);
            if (!taken) {
                const std::lock_guard lock(mutex);
                status = std::move(taken);
                return;
            }
        }
    }

    SpeechCutter cutter;
    std::atomic<bool> speaking = false;
    rt::LatencyHistogram to_detector;
    rt::LatencyHistogram to_recognizer;

    const std::size_t longest_samples;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<WaitingPart> queue;
    std::size_t waiting_samples = 0;
    std::size_t unheard = 0;  ///< Lost since the last part that fitted.
    std::size_t lost = 0;
    bool stopped = false;
    Status status;

    SpeechHearer hearer;
    std::thread worker;  ///< Last: it uses all the others.
};

LiveSpeech::LiveSpeech(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveSpeech::~LiveSpeech() = default;

Result<std::unique_ptr<LiveSpeech>> LiveSpeech::create(const SpeechStreamSpec& spec,
                                                       std::unique_ptr<Recognizer> recognizer,
                                                       SpeechStream::Listener listener, double longest_queue_s) {
    if (!(longest_queue_s >= 1.0 && longest_queue_s <= 600.0)) {
        return fail(ErrorCode::invalid_argument, "the queue of speech must be from 1 to 600 seconds long");
    }
    auto cutter = SpeechCutter::create(spec);
    if (!cutter) return fail(cutter.error());
    return std::unique_ptr<LiveSpeech>(new LiveSpeech(std::make_unique<State>(
        spec, *std::move(cutter), std::move(recognizer), std::move(listener), longest_queue_s)));
}

Status LiveSpeech::process(ConstAudioBlock block, Clock::time_point captured) {
    state_->cutter.process(block, [&](const SpeechPart& part) { state_->put(part, captured); });
    state_->speaking.store(state_->cutter.speaking(), std::memory_order_relaxed);
    state_->to_detector.record(Clock::now() - captured);
    return state_->failure();
}

Status LiveSpeech::finish() {
    const auto now = Clock::now();
    state_->cutter.finish([&](const SpeechPart& part) { state_->put(part, now); });
    state_->speaking.store(false, std::memory_order_relaxed);
    state_->push({.part = {}, .samples = {}, .captured = now, .last = true});
    if (state_->worker.joinable()) state_->worker.join();
    return state_->failure();
}

bool LiveSpeech::speaking() const noexcept { return state_->speaking.load(std::memory_order_relaxed); }

LiveSpeech::Statistics LiveSpeech::statistics() const {
    Statistics all{.to_detector = state_->to_detector.snapshot(), .to_recognizer = state_->to_recognizer.snapshot()};
    const std::lock_guard lock(state_->mutex);
    all.waiting_s = static_cast<double>(state_->waiting_samples) / kSpeechRate_hz;
    all.lost_s = static_cast<double>(state_->lost) / kSpeechRate_hz;
    return all;
}

}  // namespace attacca::speech
