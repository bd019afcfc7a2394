#include "attacca/service/http_service.h"

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <optional>
#include <thread>
#include <vector>

#include "service/connection.h"
#include "service/http_session.h"

namespace attacca::service {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using WorkGuard = asio::executor_work_guard<asio::io_context::executor_type>;

constexpr std::chrono::milliseconds kGrace{1000};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: 46\r\nConnection: "
    "close\r\n\r\n"
    "{\"error\":\"too many sessions; try again later\"}";
static_assert(kFull.substr(kFull.find('{')).size() == 46);

/// What cannot be served for want of memory ends with its connection; the others go on.
void serve(asio::io_context& context) {
    while (true) {
        try {
            context.run();
            return;
        } catch (const std::exception&) {
            continue;
        }
    }
}

}  // namespace

struct HttpService::State {
    explicit State(const HttpServiceSpec& spec)
        : shared(spec), workers(spec.threads), acceptor(workers.front().context), pause(workers.front().context) {}

    Status listen() {
        boost::system::error_code error;
        const auto address = asio::ip::make_address(shared.spec.address, error);
        if (error) return fail(ErrorCode::invalid_argument, shared.spec.address + ": not an address");
        const tcp::endpoint endpoint(address, shared.spec.port);
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (!error) port = acceptor.local_endpoint(error).port();
        if (!error) return {};
        return fail(ErrorCode::unavailable, shared.spec.address + " port " + std::to_string(shared.spec.port) +
                                                ": cannot be listened on: " + error.message());
    }

    void run() {
        for (auto& worker : workers) {
            guards.push_back(asio::make_work_guard(worker.context));
            threads.emplace_back([&context = worker.context] { serve(context); });
        }
        asio::post(acceptor.get_executor(), [this] { accept(); });
    }

    void accept() {
        Worker& worker = workers[next_worker++ % workers.size()];
        acceptor.async_accept(worker.context.get_executor(),
                              [this, &worker](boost::system::error_code error, TcpSocket socket) {
                                  if (!acceptor.is_open()) return;
                                  if (error) return accept_later();
                                  welcome(worker, std::move(socket));
                                  accept();
                              });
    }

    /// The system has no more files, as a rule: to try at once, again and again, would take the core from the sessions.
    void accept_later() {
        pause.expires_after(kAcceptPause);
        pause.async_wait([this](boost::system::error_code error) {
            if (!error && acceptor.is_open()) accept();
        });
    }

    void welcome(Worker& worker, TcpSocket socket) {
        if (shared.sessions.load(std::memory_order_relaxed) >= shared.spec.most_sessions) {
            boost::system::error_code ignored;
            socket.non_blocking(true, ignored);
            socket.write_some(asio::buffer(kFull), ignored);
            socket.shutdown(tcp::socket::shutdown_send, ignored);
            shared.refused.fetch_add(1, std::memory_order_relaxed);
            turned_away[next_turned_away++ % turned_away.size()] = std::move(socket);
            return;
        }
        auto begin = [this, &worker, socket = std::move(socket)]() mutable {
            if (!worker.stopping) serve_http(std::move(socket), shared, worker);
        };
        asio::post(worker.context, std::move(begin));
    }

    void stop() {
        asio::post(acceptor.get_executor(), [this] {
            boost::system::error_code ignored;
            acceptor.close(ignored);
            pause.cancel();
        });
        for (auto& worker : workers) {
            asio::post(worker.context, [&worker] {
                worker.stopping = true;
                const auto connections = worker.connections;  // Stopping one may take it out of the list.
                for (Connection* connection : connections) connection->stop();
            });
        }
        guards.clear();
        const auto end = std::chrono::steady_clock::now() + kGrace;
        while (shared.sessions.load() > 0 && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        for (auto& worker : workers) worker.context.stop();
        for (auto& thread : threads) thread.join();
        // What is left unfinished goes while its thread's context is still there.
        shared.recognizers.stop();
        if (shared.transcripts) shared.transcripts->stop();
        for (auto& worker : workers) {
            worker.short_requests.clear();
            worker.long_requests.clear();
        }
    }

    SharedState shared;
    std::vector<Worker> workers;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::vector<WorkGuard> guards;
    std::vector<std::thread> threads;
    std::size_t next_worker = 0;
    /// Kept open for a while: closed with a request unread, a socket would take our answer from its client.
    std::array<std::optional<TcpSocket>, 64> turned_away;
    std::size_t next_turned_away = 0;
    std::uint16_t port = 0;
};

Result<std::unique_ptr<HttpService>> HttpService::start(const HttpServiceSpec& spec) {
    if (spec.threads < 1 || spec.most_sessions < 1) {
        return fail(ErrorCode::invalid_argument, "a service needs a thread, and at least one session");
    }
    if (spec.transcription.open && spec.transcription.most_streams < 1) {
        return fail(ErrorCode::invalid_argument, "a service that transcribes needs room for a stream");
    }
    auto state = std::make_unique<State>(spec);
    if (!spec.studio_folder.empty()) {
        auto page = PageFiles::read(spec.studio_folder);
        if (!page) return fail(page.error());
        state->shared.page = *std::move(page);
    }
    if (auto listening = state->listen(); !listening) return fail(listening.error());
    state->run();
    return std::unique_ptr<HttpService>(new HttpService(std::move(state)));
}

HttpService::HttpService(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpService::~HttpService() { state_->stop(); }

std::uint16_t HttpService::port() const noexcept { return state_->port; }

HttpServiceCounts HttpService::counts() const noexcept {
    const SharedState& shared = state_->shared;
    return {
        .sessions = shared.sessions, .requests = shared.requests, .refused = shared.refused, .blocks = shared.blocks};
}

}  // namespace attacca::service
