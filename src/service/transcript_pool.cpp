#include "service/transcript_pool.h"

#include <algorithm>
#include <utility>

#include "service/transcript_json.h"

namespace attacca::service {
void TranscriptTask::hear(ConstAudioBlock block, Done done) { ask({block, std::move(done)}); }

void TranscriptTask::finish(Done done) { ask({std::nullopt, std::move(done)}); }

void TranscriptTask::ask(Request request) {
    const std::scoped_lock lock(mutex_);
    request_ = std::move(request);
    changed_.notify_one();
}

void TranscriptTask::abandon() noexcept { stop(); }

void TranscriptTask::stop() noexcept {
    std::optional<Request> forgotten;  // Outside the lock: it may hold the last of the connection, which abandons this.
    const std::scoped_lock lock(mutex_);
    over_ = true;
    std::swap(forgotten, request_);
    changed_.notify_one();
}

std::optional<TranscriptTask::Request> TranscriptTask::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return over_ || request_; });
    if (over_) return std::nullopt;
    return std::exchange(request_, std::nullopt);
}

TranscriptPool::TranscriptPool(TranscriptionSpec spec, std::size_t threads)
    : spec_(std::move(spec)), threads_allowed_(threads) {}

TranscriptPool::~TranscriptPool() { stop(); }

std::shared_ptr<TranscriptTask> TranscriptPool::begin(double sample_rate, std::size_t channels,
                                                      TranscriptTask::Done ready) {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || waiting_.size() >= idle_ + threads_allowed_ - threads_.size()) return nullptr;
    if (waiting_.size() >= idle_) {
        threads_.emplace_back([this] { work(); });
        ++idle_;
    }
    auto task = std::make_shared<TranscriptTask>();
    waiting_.push_back({task, sample_rate, channels, std::move(ready)});
    changed_.notify_one();
    return task;
}

void TranscriptPool::stop() {
    std::vector<Job> forgotten;
    std::vector<std::shared_ptr<TranscriptTask>> served;
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        std::swap(forgotten, waiting_);
        served = served_;
        changed_.notify_all();
    }
    for (const auto& task : served) task->stop();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void TranscriptPool::work() {
    std::shared_ptr<speech::Recognizer> recognizer;
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        Job job = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
        served_.push_back(job.task);
        --idle_;
        lock.unlock();
        serve(job, recognizer);
        lock.lock();
        ++idle_;
        std::erase(served_, job.task);
        job = {};
    }
}

void TranscriptPool::serve(const Job& job, std::shared_ptr<speech::Recognizer>& recognizer) const {
    if (recognizer == nullptr) {
        auto opened = spec_.open();
        if (!opened) return job.ready(fail(opened.error()));
        recognizer = *std::move(opened);
    }
    recognizer->forget_voice();
    std::string lines;
    speech::SpeechStreamSpec spec = spec_.stream;
    spec.detector.sample_rate = job.sample_rate;
    spec.detector.channels = job.channels;
    auto stream = speech::SpeechStream::create(
        spec, recognizer, [&lines](const speech::SpeechEvent& event) { append_event(lines, event); });
    if (!stream) return job.ready(fail(stream.error()));
    job.ready(std::string());
    while (auto request = job.task->next()) {
        const Status status = request->block ? stream->process(*request->block) : stream->finish();
        if (!status) {
            recognizer = nullptr;  // It broke.
            return request->done(fail(status.error()));
        }
        request->done(std::exchange(lines, {}));
    }
}

}  // namespace attacca::service
