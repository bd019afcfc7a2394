#include "service/block_stream.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <span>

#include "attacca/kernels/convert.h"
#include "service/answer_head.h"
#include "service/note_json.h"

namespace attacca::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

constexpr std::size_t kMostMessageBytes = std::size_t{1} << 20;
constexpr std::size_t kMostChannels = 8;
constexpr std::size_t kStepFrames = 3072;

auto wrong(std::string why) { return fail(ErrorCode::invalid_argument, std::move(why)); }

template <class T>
bool parse(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

Status for_each_setting(std::string_view query,
                        const std::function<Status(std::string_view name, std::string_view value)>& take) {
    while (!query.empty()) {
        const auto member = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), member.size() + 1));
        const auto equals = std::min(member.find('='), member.size());
        if (member.empty()) continue;
        const auto taken = take(member.substr(0, equals), member.substr(std::min(equals + 1, member.size())));
        if (!taken) return taken;
    }
    return {};
}

std::optional<Status> take_block_setting(BlockSpec& spec, std::string_view name, std::string_view value) {
    if (name == "token") return Status();
    if (name == "rate") {
        std::uint32_t rate = 0;
        if (!parse(value, rate) || rate < 8000 || rate > 192'000) return wrong("rate: expected 8000 to 192000");
        spec.sample_rate = rate;
    } else if (name == "channels") {
        if (!parse(value, spec.channels) || spec.channels < 1 || spec.channels > kMostChannels) {
            return wrong("channels: expected 1 to 8");
        }
    } else if (name == "format") {
        if (value != "i16" && value != "f32") return wrong("format: expected i16 or f32");
        spec.format = value == "i16" ? BlockFormat::i16 : BlockFormat::f32;
    } else {
        return std::nullopt;
    }
    return Status();
}

BlockStream::BlockStream(TcpStream stream, UpgradeRequest upgrade, const BlockSpec& spec, SharedState& state,
                         Worker& worker)
    : Connection(state, worker), spec_(spec), upgrade_(std::move(upgrade)), socket_(std::move(stream)) {}

void BlockStream::stop() noexcept { close(websocket::close_code::going_away); }

void BlockStream::accept() {
    beast::get_lowest_layer(socket_).expires_never();  // The WebSocket has a clock of its own.
    socket_.set_option(websocket::stream_base::timeout{.handshake_timeout = std::chrono::seconds(10),
                                                       .idle_timeout = state().spec.idle_limit,
                                                       .keep_alive_pings = true});
    socket_.read_message_max(kMostMessageBytes);
    socket_.async_accept(upgrade_, [self = shared_from_this()](beast::error_code error) {
        if (!error) self->say_ready();
    });
}

void BlockStream::decline(unsigned status, std::string_view why) {
    state().refused.fetch_add(1, std::memory_order_relaxed);
    std::string body;
    append_error(body, why);
    write_head(lines_, {.status = status,
                        .body_bytes = body.size(),
                        .fields = "Content-Type: application/json\r\n",
                        .keep_alive = false});
    lines_ += body;
    asio::async_write(beast::get_lowest_layer(socket_), asio::buffer(lines_),
                      [self = shared_from_this()](beast::error_code, std::size_t) {
                          beast::error_code ignored;
                          beast::get_lowest_layer(self->socket_).socket().shutdown(TcpSocket::shutdown_send, ignored);
                      });
}

void BlockStream::say_ready() {
    lines_ = "{\"type\":\"ready\",\"rate\":";
    append_number(lines_, spec_.sample_rate, 0);
    lines_.append(",\"channels\":");
    append_number(lines_, static_cast<double>(spec_.channels), 0);
    lines_.append(spec_.format == BlockFormat::i16 ? ",\"format\":\"i16\"}\n" : ",\"format\":\"f32\"}\n");
    socket_.text(true);
    write_next();
}

void BlockStream::read() {
    socket_.async_read(input_,
                       InMemory(operation_memory_, [self = shared_from_this()](beast::error_code error, std::size_t) {
                           self->on_message(error);
                       }));
}

void BlockStream::on_message(beast::error_code error) {
    lines_.clear();
    written_ = 0;
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
        return;  // It closes by itself.
    if (error) return;
    const auto data = input_.data();
    if (socket_.got_binary()) return take_block();
    if (std::string_view(static_cast<const char*>(data.data()), data.size()) == "end") return finish();
    refuse("text: only \"end\" is understood; samples are binary messages");
}

void BlockStream::take_block() {
    state().blocks.fetch_add(1, std::memory_order_relaxed);
    if (input_.size() == 0) return write_next();
    if (input_.size() % frame_bytes() == 0) return step();
    refuse("a block of " + std::to_string(input_.size()) + " bytes is not a whole number of frames of " +
           std::to_string(frame_bytes()));
}

std::size_t BlockStream::frame_bytes() const noexcept {
    return spec_.channels * (spec_.format == BlockFormat::i16 ? sizeof(std::int16_t) : sizeof(float));
}

/// Of a long block a part at a time: between two of them others have their turn.
void BlockStream::step() {
    const std::size_t frames = std::min(input_.size() / frame_bytes(), kStepFrames);
    const std::size_t samples = frames * spec_.channels;
    const auto* bytes = static_cast<const std::byte*>(input_.data().data());
    samples_.resize(samples);
    if (spec_.format == BlockFormat::i16) {
        shorts_.resize(samples);
        std::copy_n(bytes, samples * sizeof(std::int16_t), std::as_writable_bytes(std::span(shorts_)).data());
        kernels::i16_to_f32(shorts_.data(), samples_.data(), samples);
    } else {
        std::copy_n(bytes, samples * sizeof(float), std::as_writable_bytes(std::span(samples_)).data());
    }
    input_.consume(frames * frame_bytes());
    hear({samples_, spec_.channels});
}

void BlockStream::heard() {
    if (input_.size() == 0) return write_next();
    asio::post(socket_.get_executor(), InMemory(operation_memory_, [self = shared_from_this()] { self->step(); }));
}

void BlockStream::ended() {
    lines_.append("{\"type\":\"end\"}\n");
    ending_ = true;
    write_next();
}

void BlockStream::refuse(std::string_view why) {
    state().refused.fetch_add(1, std::memory_order_relaxed);
    lines_ = "{\"type\":\"error\",\"error\":";
    append_string(lines_, why);
    lines_.append("}\n");
    refused_ = true;
    write_next();
}

/// One line, one message; then on to the next block.
void BlockStream::write_next() {
    if (written_ == lines_.size()) {
        input_.consume(input_.size());
        if (refused_) return close(websocket::close_code::unknown_data);
        if (ending_) return close(websocket::close_code::normal);
        if (worker().stopping) return close(websocket::close_code::going_away);
        return read();
    }
    const std::size_t end = lines_.find('\n', written_);
    const asio::const_buffer line(lines_.data() + written_, end - written_);
    written_ = end + 1;
    writing_ = true;
    socket_.async_write(line,
                        InMemory(operation_memory_, [self = shared_from_this()](beast::error_code error, std::size_t) {
                            self->writing_ = false;
                            if (!error) self->write_next();
                        }));
}

void BlockStream::close(websocket::close_code code) {
    if (closing_ || writing_ || !socket_.is_open()) return;  // A write under way ends with write_next.
    closing_ = true;
    socket_.async_close(code, [self = shared_from_this()](beast::error_code) {});
}

}  // namespace attacca::service
