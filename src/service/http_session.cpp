#include "service/http_session.h"

#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/admission.h"
#include "service/answer_head.h"
#include "service/note_json.h"
#include "service/notes_stream.h"
#include "service/session_memory.h"
#include "service/transcript_stream.h"

namespace attacca::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint32_t kMostHeaderBytes = 8192;
constexpr std::size_t kKeptBodyBytes = std::size_t{1} << 20;  // A larger body's memory is given back.
constexpr std::size_t kSlowestBytesPerMs = 16;
constexpr std::size_t kMostShortCharacters = 1'280'000;  // Ten seconds at 48 kHz.
constexpr std::chrono::milliseconds kDrainLimit{2000};
constexpr std::chrono::hours kLongestAnalysis{1};

/// A body that arrives in a vector of the session's.
struct SessionBody {
    using value_type = std::vector<char>*;

    class reader {
    public:
        template <bool is_request, class Fields>
        reader(http::header<is_request, Fields>& /*header*/, value_type& body) : body_(body) {}

        void init(const boost::optional<std::uint64_t>& /*length*/, beast::error_code& error) {
            body_->clear();  // It grows as bytes arrive: a claimed length costs nothing.
            error = {};
        }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, beast::error_code& error) {
            std::size_t bytes = 0;
            for (const auto buffer : beast::buffers_range_ref(buffers)) {
                const char* data = static_cast<const char*>(buffer.data());
                body_->insert(body_->end(), data, data + buffer.size());
                bytes += buffer.size();
            }
            error = {};
            return bytes;
        }
        void finish(beast::error_code& error) { error = {}; }

    private:
        value_type body_;
    };
};

const std::string kPreflight =
    "Access-Control-Allow-Methods: GET, POST\r\nAccess-Control-Allow-Headers: Authorization, Content-Type\r\n"
    "Access-Control-Max-Age: 600\r\n";

using FieldsAllocator = MemoryAllocator<char, RequestMemory>;
using Parser = http::request_parser<SessionBody, FieldsAllocator>;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

class HttpSession final : public Connection,
                          public AnalysisLane::Request,
                          public std::enable_shared_from_this<HttpSession> {
    using Timer =
        asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

    /// A handler that keeps this session alive, in its memory.
    auto in_memory(void (HttpSession::*member)(beast::error_code)) {
        return InMemory(operation_memory_,
                        [self = shared_from_this(), member](beast::error_code error, std::size_t /*bytes*/) {
                            ((*self).*member)(error);
                        });
    }

public:
    HttpSession(TcpSocket socket, SharedState& state, Worker& worker)
        : Connection(state, worker), stream_(std::move(socket)), timer_(stream_.get_executor()) {}

    void begin() {
        extend(state().spec.idle_limit);
        watch();
        read_header();
    }

    void read_header() {
        busy_ = false;
        is_head_ = false;
        allowed_origin_ = {};
        if (body_.capacity() > kKeptBodyBytes) std::vector<char>().swap(body_);
        parser_.reset();
        fields_memory_.reset();
        parser_.emplace(std::piecewise_construct, std::make_tuple(&body_),
                        std::make_tuple(FieldsAllocator(fields_memory_)));
        parser_->header_limit(kMostHeaderBytes);
        parser_->body_limit(state().spec.most_body_bytes);
        extend(state().spec.idle_limit);
        http::async_read_header(stream_, input_, *parser_, in_memory(&HttpSession::on_header));
    }

    void stop() noexcept override {
        if (!busy_) close();
    }

private:
    void on_header(beast::error_code error) {
        busy_ = true;
        if (error) return fail_reading(error);
        is_head_ = parser_->get().method() == http::verb::head;
        allowed_origin_ = allowed_origin(state().spec.allowed_origins, view(parser_->get()[http::field::origin]));
        begun_ = Timer::clock_type::now();
        if (view(parser_->get()[http::field::expect]) == "100-continue") {
            static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
            asio::async_write(stream_, asio::buffer(kGoOn), in_memory(&HttpSession::on_continue));
            return;
        }
        read_body();
    }

    void on_continue(beast::error_code error) {
        if (error) return close();
        read_body();
    }

    /// A client that sends a body slowly has time for it; one that only pretends to has not.
    void read_body() {
        if (parser_->is_done()) return answer();
        const auto& limit = state().spec.idle_limit;
        const auto earned = std::chrono::milliseconds(body_.size() / kSlowestBytesPerMs);
        set_deadline(std::min(begun_ + limit + earned, Timer::clock_type::now() + limit));
        http::async_read_some(stream_, input_, *parser_, in_memory(&HttpSession::on_body));
    }

    void on_body(beast::error_code error) {
        if (error) return fail_reading(error);
        read_body();
    }

    void fail_reading(beast::error_code error) {
        keep_alive_ = false;
        if (error == http::error::body_limit) {
            return refuse(413, "the body is larger than " + std::to_string(state().spec.most_body_bytes) + " bytes");
        }
        if (error == http::error::header_limit) return refuse(431, "the header is larger than 8192 bytes");
        if (error == http::error::end_of_stream ||
            error.category() != http::make_error_code(http::error::bad_method).category()) {
            return close();
        }
        refuse(400, "not a request of HTTP/1.1: " + error.message());
    }

    void answer() {
        const auto& request = parser_->get();
        keep_alive_ = request.keep_alive() && !worker().stopping;
        state().requests.fetch_add(1, std::memory_order_relaxed);
        const std::string_view target = view(request.target());
        const std::string_view path = target.substr(0, target.find('?'));
        const std::string_view query =
            path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view();

        if (request.method() == http::verb::options && request.count(http::field::access_control_request_method) > 0) {
            return answer_preflight();
        }
        const bool is_get = request.method() == http::verb::get || is_head_;
        if (path == "/health") return is_get ? answer_health() : refuse_method("GET, HEAD");
        if (const PageFile* file = state().page.find(path)) {
            return is_get ? answer_file(*file) : refuse_method("GET, HEAD");
        }
        if (!is_admitted(query)) return refuse(401, "a bearer token is needed, and it must be the right one");
        if (path == "/analyze") return request.method() == http::verb::post ? analyze() : refuse_method("POST");
        if (path == "/last-result") return is_get ? answer_last_result() : refuse_method("GET, HEAD");
        if (path == "/v1/notes" || path == "/v1/transcribe") {
            return is_get && !is_head_ ? begin_stream(path, query) : refuse_method("GET");
        }
        refuse(404, std::string(state().page.empty() ? "there is " : "there is the studio at /, and ") +
                        "/health, /analyze, /last-result, and the WebSockets /v1/notes and /v1/transcribe");
    }

    [[nodiscard]] bool is_admitted(std::string_view query) const {
        const std::string& token = state().spec.bearer_token;
        return token.empty() || has_token(view(parser_->get()[http::field::authorization]), query, token);
    }

    void answer_health() {
        text_ = "{\"status\":\"ok\",\"version\":";
        append_string(text_, state().spec.version);
        text_ += '}';
        respond(200);
    }

    void answer_file(const PageFile& file) {
        const bool known = view(parser_->get()[http::field::if_none_match]) == file.tag;
        write_answer(known ? 304 : 200, file.header, {}, known ? std::string_view() : std::string_view(file.body));
    }

    void answer_preflight() {
        if (allowed_origin_.empty()) return refuse_origin();
        const bool private_network = parser_->get().count("Access-Control-Request-Private-Network") > 0;
        text_.clear();
        respond(204, private_network ? kPreflight + std::string("Access-Control-Allow-Private-Network: true\r\n")
                                     : kPreflight);
    }

    void refuse_origin() {
        refuse(403,
               "pages of other origins are not allowed, or not of this one; attacca serve --allow-origin allows them");
    }

    void analyze() {
        const auto request = parse_analyze_request({body_.data(), body_.size()});
        if (!request) return refuse(400, request.error().detail);
        analyzed_ = *request;
        set_deadline(Timer::clock_type::now() + kLongestAnalysis);
        lane().enter(shared_from_this());
    }

    [[nodiscard]] AnalysisLane& lane() const {
        return analyzed_.audio.size() > kMostShortCharacters ? worker().long_requests : worker().short_requests;
    }

    void take_turn() override {
        with_recognizer(NoteAnalysis::recognizer_spec(analyzed_),
                        [self = shared_from_this()](Result<analysis::NoteRecognizer> recognizer) {
                            if (!recognizer) return self->end_turn(fail(recognizer.error()));
                            self->lane().analysis.begin(self->analyzed_, *std::move(recognizer));
                            self->step();
                        });
    }

    /// Between two steps whatever else has come for this thread is done: above all, blocks of live sounds.
    void step() {
        const auto progress = lane().analysis.step();
        if (progress && *progress == NoteAnalysis::Progress::more && stream_.socket().is_open()) {
            asio::post(stream_.get_executor(),
                       InMemory(operation_memory_, [self = shared_from_this()] { self->step(); }));
            return;
        }
        auto& analysis = lane().analysis;
        if (progress) {
            write_timestamp(now_);
            analysis.write_answer(now_, text_);
        }
        state().recognizers.give_back(NoteAnalysis::recognizer_spec(analyzed_), analysis.take_recognizer());
        end_turn(progress ? Status() : fail(progress.error()));
    }

    void end_turn(const Status& status) {
        lane().leave();
        if (!status) return refuse(400, status.error().detail);
        state().set_last_result(text_);
        respond(200);
    }

    void answer_last_result() {
        state().copy_last_result(text_);
        respond(text_.empty() ? 204 : 200);
    }

    void begin_stream(std::string_view path, std::string_view query) {
        const auto& request = parser_->get();
        if (!beast::websocket::is_upgrade(request))
            return refuse(426, std::string(path) + " is a WebSocket", "Upgrade: websocket\r\n");
        const std::string_view origin = view(request[http::field::origin]);
        if (!origin.empty() && allowed_origin_.empty() && !is_same_origin(origin, view(request[http::field::host])))
            return refuse_origin();
        if (path == "/v1/notes") return begin_stream(parse_notes_query(query), serve_notes);
        if (!state().transcripts) {
            return refuse(503, "nothing is transcribed here: no recognizer of speech was given to this service");
        }
        begin_stream(parse_transcript_query(query), serve_transcript);
    }

    template <class Spec, class Serve>
    void begin_stream(const Result<Spec>& spec, Serve serve) {
        if (!spec) return refuse(400, spec.error().detail);
        const auto& request = parser_->get();
        UpgradeRequest upgrade(request.method(), request.target(), request.version());
        for (const auto& field : request) upgrade.insert(field.name(), field.name_string(), field.value());
        serve(std::move(stream_), std::move(upgrade), *spec, state(), worker());
    }

    void refuse_method(const char* allowed) {
        refuse(405, std::string("only ") + allowed + " is served here", std::string("Allow: ") + allowed + "\r\n");
    }

    void refuse(unsigned status, const std::string& why, const std::string& more_header = {}) {
        state().refused.fetch_add(1, std::memory_order_relaxed);
        text_.clear();
        append_error(text_, why);
        respond(status, more_header);
    }

    void respond(unsigned status, const std::string& more_header = {}) {
        write_answer(status, status == 204 ? "" : "Content-Type: application/json\r\n", more_header, text_);
    }

    /// The body must stay where it is until it is written.
    void write_answer(unsigned status, std::string_view header, std::string_view more_header, std::string_view body) {
        write_head(head_, {.status = status,
                           .body_bytes = body.size(),
                           .allowed_origin = allowed_origin_,
                           .fields = header,
                           .more_fields = more_header,
                           .keep_alive = keep_alive_});
        const std::array<asio::const_buffer, 2> parts{asio::buffer(head_),
                                                      asio::buffer(body.data(), is_head_ ? 0 : body.size())};
        extend(state().spec.idle_limit);
        asio::async_write(stream_, parts, in_memory(&HttpSession::on_written));
    }

    void on_written(beast::error_code error) {
        if (error) return close();
        if (!keep_alive_ || worker().stopping) return finish_sending();
        read_header();
    }

    /// What the client still sends is read and forgotten: closing at once would take our answer from it.
    void finish_sending() {
        beast::error_code ignored;
        stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        extend(kDrainLimit);
        watch();
        drain({});
    }

    void drain(beast::error_code error) {
        input_.clear();
        if (error) return close();
        stream_.async_read_some(input_.prepare(input_.max_size()), in_memory(&HttpSession::drain));
    }

    void close() {
        beast::error_code ignored;
        stream_.socket().close(ignored);
        timer_.cancel();
    }

    void extend(std::chrono::milliseconds limit) { set_deadline(Timer::clock_type::now() + limit); }

    void set_deadline(Timer::time_point deadline) {
        deadline_ = deadline;
        if (deadline < timer_.expiry()) watch();  // Otherwise the timer finds out by itself.
    }

    /// One timer for many operations: the stream's own would be set and canceled with each.
    void watch() {
        timer_.expires_at(deadline_);
        timer_.async_wait([weak = weak_from_this()](beast::error_code error) {
            const auto self = weak.lock();
            if (error || !self) return;
            if (Timer::clock_type::now() >= self->deadline_) return self->close();
            self->watch();
        });
    }

    TcpStream stream_;
    Timer timer_;
    Timer::time_point deadline_;
    beast::flat_static_buffer<65536> input_;
    RequestMemory fields_memory_;
    OperationMemory operation_memory_;
    std::optional<Parser> parser_;
    std::vector<char> body_;
    std::string head_;
    std::string text_;
    std::string now_;
    AnalyzeRequest analyzed_;
    Timer::time_point begun_;
    std::string_view allowed_origin_;
    bool is_head_ = false;
    bool busy_ = false;  ///< Between a request's header and the end of its answer.
    bool keep_alive_ = true;
};

}  // namespace

void serve_http(TcpSocket socket, SharedState& state, Worker& worker) {
    beast::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    std::make_shared<HttpSession>(std::move(socket), state, worker)->begin();
}

}  // namespace attacca::service
