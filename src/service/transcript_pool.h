// Threads that recognize speech for connections: one connection has one of them as long as it lasts.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/service/http_service.h"
#include "attacca/speech/speech_stream.h"

namespace attacca::service {

/// What one connection asks of its thread, one request at a time.
///
/// Threads    One; `done` is called on the pool's thread, with lines of JSON or with why recognition ended, and not at
///            all once the pool stops or the task is abandoned.
class TranscriptTask {
public:
    using Done = std::function<void(Result<std::string> lines)>;

    /// Requires that the last request is done. The block stays where it is until then.
    void hear(ConstAudioBlock block, Done done);
    void finish(Done done);

    /// The connection is gone: the thread may serve another.
    void abandon() noexcept;

private:
    friend class TranscriptPool;
    struct Request {
        std::optional<ConstAudioBlock> block;  ///< Nothing: the end.
        Done done;
    };
    void ask(Request request);
    /// Nothing: it is abandoned or to be stopped.
    [[nodiscard]] std::optional<Request> next();
    void stop() noexcept;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Request> request_;
    bool over_ = false;
};

/// Each thread keeps its recognizer for the next connection: to load a model takes longer than to hear a sentence.
///
/// Threads    Any.
class TranscriptPool {
public:
    TranscriptPool(TranscriptionSpec spec, std::size_t threads);
    ~TranscriptPool();
    TranscriptPool(const TranscriptPool&) = delete;
    TranscriptPool& operator=(const TranscriptPool&) = delete;

    /// `ready` is called, like a request's `done`, when there is a recognizer, or with why there is none.
    /// Nothing: every thread serves somebody.
    [[nodiscard]] std::shared_ptr<TranscriptTask> begin(double sample_rate, std::size_t channels,
                                                        TranscriptTask::Done ready);

    void stop();

private:
    struct Job {
        std::shared_ptr<TranscriptTask> task;
        double sample_rate;
        std::size_t channels;
        TranscriptTask::Done ready;
    };
    void work();
    void serve(const Job& job, std::shared_ptr<speech::Recognizer>& recognizer) const;

    const TranscriptionSpec spec_;
    const std::size_t threads_allowed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Job> waiting_;
    std::vector<std::shared_ptr<TranscriptTask>> served_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
};

}  // namespace attacca::service
