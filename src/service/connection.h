// What connections share: the service's state, the thread they live on, and an orderly end.
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/service/http_service.h"
#include "service/note_analysis.h"
#include "service/page_files.h"
#include "service/recognizer_stock.h"
#include "service/transcript_pool.h"

namespace attacca::service {

/// With the executor's own type: one that could be any allocates for each operation.
using Executor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using TcpStream = boost::beast::basic_stream<boost::asio::ip::tcp, Executor>;

inline constexpr std::size_t kLanes = 2;
inline constexpr std::size_t kIdleRecognizers = 16;  // Of streams that ended; 2 MB each.

/// Threads    Any.
struct SharedState {
    explicit SharedState(HttpServiceSpec its_spec)
        : spec(std::move(its_spec)), recognizers(kIdleRecognizers + kLanes * spec.threads) {
        if (spec.transcription.open) transcripts.emplace(spec.transcription, spec.transcription.most_streams);
    }

    const HttpServiceSpec spec;
    PageFiles page;  ///< Read before the first connection.
    RecognizerStock recognizers;
    std::optional<TranscriptPool> transcripts;  ///< Nothing: there is no recognizer of speech.
    std::atomic<std::size_t> sessions{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> blocks{0};

    void set_last_result(const std::string& text) {
        const std::scoped_lock lock(mutex_);
        last_result_ = text;
    }
    /// Empty before there is one.
    void copy_last_result(std::string& text) {
        const std::scoped_lock lock(mutex_);
        text = last_result_;
    }

private:
    std::mutex mutex_;
    std::string last_result_;
};

class Connection;

/// Requests that are analyzed one after another, in the order in which they came.
class AnalysisLane {
public:
    class Request {
    public:
        virtual ~Request() = default;
        /// The lane's analysis is this request's until it calls `leave`.
        virtual void take_turn() = 0;
    };

    void enter(std::shared_ptr<Request> request) {
        waiting_.push_back(std::move(request));
        if (waiting_.size() == 1) waiting_.front()->take_turn();
    }
    /// Requires that it is the caller's turn.
    void leave() {
        const auto left = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
        if (!waiting_.empty()) waiting_.front()->take_turn();
    }

    /// Forgets all requests, where nobody goes on with them.
    void clear() { waiting_.clear(); }

    NoteAnalysis analysis;

private:
    std::vector<std::shared_ptr<Request>> waiting_;  ///< The first has its turn.
};

/// A thread of the service, with what its connections use in turn.
struct Worker {
    AnalysisLane short_requests;
    AnalysisLane long_requests;  ///< A second of sound does not wait for a minute of it.
    std::vector<Connection*> connections;
    bool stopping = false;
    boost::asio::io_context context{1};  // Goes first: connections that are left go with it.
};

/// Threads    Its worker's.
class Connection {
public:
    Connection(SharedState& state, Worker& worker) : state_(state), worker_(worker) {
        state_.sessions.fetch_add(1, std::memory_order_relaxed);
        worker_.connections.push_back(this);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() {
        std::erase(worker_.connections, this);
        state_.sessions.fetch_sub(1, std::memory_order_relaxed);
    }

    /// Ends when the request under way is answered; at once where there is none.
    virtual void stop() noexcept = 0;

protected:
    [[nodiscard]] SharedState& state() const noexcept { return state_; }
    [[nodiscard]] Worker& worker() const noexcept { return worker_; }

    /// Calls `then` with a recognizer, now or when one has been made, on this worker's thread. It keeps alive what it
    /// needs.
    template <class Then>
    void with_recognizer(const analysis::NoteRecognizerSpec& spec, Then then) {
        if (auto recognizer = state_.recognizers.take(spec)) return then(*std::move(recognizer));
        // Moved along, so that the stock's thread is never the last to hold a connection.
        state_.recognizers.make(
            spec, [&context = worker_.context, then = std::move(then)](Result<analysis::NoteRecognizer> made) mutable {
                boost::asio::post(
                    context, [then = std::move(then), made = std::move(made)]() mutable { then(std::move(made)); });
            });
    }

private:
    SharedState& state_;
    Worker& worker_;
};

}  // namespace attacca::service
