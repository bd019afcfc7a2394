// The notes of what clients send, and what is said in it, over HTTP and WebSocket.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/speech/recognizer.h"
#include "attacca/speech/speech_stream.h"

namespace attacca::service {

/// Of the WebSocket /v1/transcribe.
struct TranscriptionSpec {
    /// Called on a thread of its own, once for as many streams as there are at a time. Empty: nothing is transcribed.
    std::function<Result<std::unique_ptr<speech::Recognizer>>()> open;
    speech::SpeechStreamSpec stream;  ///< Its rate and channels are the client's.
    std::size_t most_streams = 2;     ///< At a time; each has a recognizer of its own in memory. One more is told so.
};

struct HttpServiceSpec {
    std::string address = "127.0.0.1";
    std::uint16_t port = 5000;  ///< 0: one that is free.
    std::size_t threads = 1;
    std::size_t most_sessions = 256;  ///< Connections; one more is told so, and closed.
    std::size_t most_body_bytes = std::size_t{16} << 20;
    std::chrono::milliseconds idle_limit{30'000};  ///< A client that sends nothing, or reads nothing, is let go; a
                                                   ///< body of N bytes may take N / 16 ms longer.
    std::string bearer_token;                      ///< Empty: everybody is served.
    std::vector<std::string> allowed_origins;      ///< Of other pages that browsers may use it from; "*": all.
    std::string version;                           ///< What /health tells.
    TranscriptionSpec transcription;
    std::string studio_folder;  ///< The browser studio's files, served at /; empty: none.
};

/// What it has done so far.
struct HttpServiceCounts {
    std::size_t sessions = 0;  ///< Now.
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;  ///< Answered with 4xx or 5xx.
    std::uint64_t blocks = 0;   ///< Of WebSocket streams.
};

/// GET /health, POST /analyze, GET /last-result, the WebSockets /v1/notes and /v1/transcribe, and the files of the
/// browser studio, which need no token.
///
/// Threads    Its own, `threads` of them; each connection belongs to one. Every member may be called from any thread.
/// Failure    A request that cannot be served is answered with 4xx and {"error": why}.
class HttpService {
public:
    /// Listens before it returns.
    /// Failure: the address cannot be listened on; the studio's folder holds no page; a spec without threads or
    /// sessions.
    [[nodiscard]] static Result<std::unique_ptr<HttpService>> start(const HttpServiceSpec& spec);

    /// Lets requests under way finish, a second at most, tells the streams, and ends.
    ~HttpService();
    HttpService(const HttpService&) = delete;
    HttpService& operator=(const HttpService&) = delete;

    /// Where it listens.
    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] HttpServiceCounts counts() const noexcept;

private:
    struct State;
    explicit HttpService(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::service
