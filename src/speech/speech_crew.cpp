#include "attacca/speech/speech_crew.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "attacca/rt/placement.h"

namespace attacca::speech {
namespace {

constexpr auto kSlice = static_cast<std::size_t>(kSpeechRate_hz);  ///< After each a crew may be told to stop.

/// An utterance on its way through the crew, or what is to be told behind the one before.
struct Task {
    std::vector<float> utterance;
    std::optional<Result<Transcript>> said;
    SpeechCrew::Teller tell;
};

}  // namespace

struct SpeechCrew::State {
    State(std::size_t its_most, Opener its_open, std::unique_ptr<Recognizer> its_first, const std::stop_token& stop)
        : most(its_first->may_be_many() ? its_most : 1),
          open(std::move(its_open)),
          engine(its_first->engine()),
          first(std::move(its_first)),
          when_asked(stop, [this] { end(); }) {}

    ~State() {
        end();
        for (std::thread& worker : workers) worker.join();
    }

    void end() {
        {
            const std::lock_guard lock(mutex);
            stopped = true;
        }
        work_is_there.notify_all();
        something_said.notify_all();
    }

    // The caller's thread.
    void add(std::shared_ptr<Task> task) {
        bool all_are_busy = false;
        {
            const std::lock_guard lock(mutex);
            if (!task->said) {
                waiting.push_back(task);
                ++unheard;
            }
            in_order.push_back(std::move(task));
            all_are_busy = unheard > workers.size();
        }
        if (all_are_busy && workers.size() < most) workers.emplace_back([this] { work(); });
        work_is_there.notify_one();
        tell_until([this] { return unheard <= 2 * most; });
    }

    /// Tells what can be told until `enough`, which is asked under the lock, or the stop.
    template <class Enough>
    void tell_until(const Enough& enough) {
        std::unique_lock lock(mutex);
        for (;;) {
            while (!stopped && !in_order.empty() && in_order.front()->said) {
                const std::shared_ptr<Task> task = std::move(in_order.front());
                in_order.pop_front();
                lock.unlock();
                task->tell(*std::move(task->said));
                lock.lock();
            }
            if (stopped || enough()) return;
            something_said.wait(lock, [this] { return stopped || in_order.front()->said.has_value(); });
        }
    }

    // A recognizer's thread.
    void work() {
        (void)rt::place_current_thread(rt::Placement::recognition);
        std::unique_ptr<Recognizer> recognizer;
        for (;;) {
            std::unique_lock lock(mutex);
            work_is_there.wait(lock, [this] { return stopped || !waiting.empty(); });
            if (stopped) return;
            const std::shared_ptr<Task> task = std::move(waiting.front());
            waiting.pop_front();
            if (recognizer == nullptr) recognizer = std::move(first);
            lock.unlock();
            auto said = hear(recognizer, task->utterance);
            // One that has failed may be broken: the next utterance gets another.
            if (!said) recognizer.reset();
            lock.lock();
            task->said = std::move(said);
            task->utterance = {};
            --unheard;
            something_said.notify_one();
        }
    }

    Result<Transcript> hear(std::unique_ptr<Recognizer>& recognizer, std::span<const float> utterance) {
        if (recognizer == nullptr) {
            auto opened = open();
            if (!opened) return fail(opened.error());
            recognizer = *std::move(opened);
        }
        recognizer->forget_voice();
        if (auto begun = recognizer->begin(); !begun) return fail(begun.error());
        for (; !utterance.empty(); utterance = utterance.subspan(std::min(kSlice, utterance.size()))) {
            {
                const std::lock_guard lock(mutex);
                if (stopped) return Transcript{};
            }
            if (auto taken = recognizer->take(utterance.first(std::min(kSlice, utterance.size()))); !taken)
                return fail(taken.error());
        }
        return recognizer->end();
    }

    const std::size_t most;
    const Opener open;
    const std::string engine;

    std::mutex mutex;
    std::condition_variable work_is_there;
    std::condition_variable something_said;
    // Under the mutex:
    std::deque<std::shared_ptr<Task>> waiting;   ///< For a recognizer.
    std::deque<std::shared_ptr<Task>> in_order;  ///< Not told yet.
    std::size_t unheard = 0;
    std::unique_ptr<Recognizer> first;  ///< Until a worker takes it.
    bool stopped = false;

    std::vector<std::thread> workers;
    const std::stop_callback<std::function<void()>> when_asked;
};

Result<std::unique_ptr<SpeechCrew>> SpeechCrew::create(std::size_t most, Opener open, const std::stop_token& stop) {
    auto first = open();
    if (!first) return fail(first.error());
    return std::unique_ptr<SpeechCrew>(
        new SpeechCrew(std::make_unique<State>(most, std::move(open), *std::move(first), stop)));
}

SpeechCrew::SpeechCrew(std::unique_ptr<State> state) : state_(std::move(state)) {}
SpeechCrew::~SpeechCrew() = default;

std::string_view SpeechCrew::engine() const noexcept { return state_->engine; }

void SpeechCrew::hear(std::vector<float> utterance, Teller tell) {
    state_->add(
        std::make_shared<Task>(Task{.utterance = std::move(utterance), .said = std::nullopt, .tell = std::move(tell)}));
}

void SpeechCrew::then(std::function<void()> tell) {
    state_->add(std::make_shared<Task>(
        Task{.utterance = {}, .said = Transcript{}, .tell = [tell = std::move(tell)](const auto&) { tell(); }}));
}

void SpeechCrew::tell() {
    state_->tell_until([] { return true; });
}

void SpeechCrew::finish() {
    state_->tell_until([this] { return state_->in_order.empty(); });
}

}  // namespace attacca::speech
