#include "service/notes_stream.h"

#include <algorithm>
#include <bitset>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attacca/kernels/convert.h"
#include "service/note_json.h"
#include "service/session_memory.h"

namespace attacca::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

constexpr std::size_t kMostMessageBytes = std::size_t{1} << 20;
constexpr std::size_t kMostChannels = 8;
constexpr std::size_t kStepFrames = 3072;
constexpr std::size_t kPitches = 128;

auto wrong(std::string why) { return fail(ErrorCode::invalid_argument, std::move(why)); }

template <class T>
bool parse(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

Status take_setting(NotesStreamSpec& spec, std::string_view name, std::string_view value) {
    auto& recognizer = spec.recognizer;
    if (name == "token") return {};
    if (name == "rate") {
        std::uint32_t rate = 0;
        if (!parse(value, rate) || rate < 8000 || rate > 192'000) return wrong("rate: expected 8000 to 192000");
        recognizer.sample_rate = rate;
    } else if (name == "channels") {
        if (!parse(value, recognizer.channels) || recognizer.channels < 1 || recognizer.channels > kMostChannels) {
            return wrong("channels: expected 1 to 8");
        }
    } else if (name == "format") {
        if (value != "i16" && value != "f32") return wrong("format: expected i16 or f32");
        spec.format = value == "i16" ? BlockFormat::i16 : BlockFormat::f32;
    } else if (name == "voices") {
        if (value != "one" && value != "several") return wrong("voices: expected one or several");
        recognizer.voices = value == "one" ? analysis::Voices::one : analysis::Voices::several;
    } else if (name == "a4") {
        if (value == "auto") {
            recognizer.tuning = analysis::Tuning::automatic;
        } else if (!parse(value, recognizer.a4_hz) || !(recognizer.a4_hz >= 400.0 && recognizer.a4_hz <= 480.0)) {
            return wrong("a4: expected 400 to 480, or auto");
        }
    } else if (name == "profile") {
        spec.profile = analysis::find_voice_profile(value);
        if (!spec.profile) return wrong("profile: expected soprano, mezzo, alto, tenor, baritone or bass");
    } else {
        return wrong("unknown setting; there is rate, channels, format, voices, a4, profile and token");
    }
    return {};
}

class NotesStream final : public Connection, public std::enable_shared_from_this<NotesStream> {
public:
    NotesStream(TcpStream stream, UpgradeRequest upgrade, const NotesStreamSpec& spec, SharedState& state,
                Worker& worker)
        : Connection(state, worker), spec_(spec), upgrade_(std::move(upgrade)), socket_(std::move(stream)) {}
    ~NotesStream() override {
        if (recognizer_) state().recognizers.give_back(spec_.recognizer, *std::move(recognizer_));
    }

    void begin() {
        with_recognizer(spec_.recognizer, [self = shared_from_this()](Result<analysis::NoteRecognizer> recognizer) {
            if (!recognizer || self->worker().stopping) return;
            self->recognizer_ = *std::move(recognizer);
            self->accept();
        });
    }

    void stop() noexcept override { close(websocket::close_code::going_away); }

private:
    void accept() {
        beast::get_lowest_layer(socket_).expires_never();  // The WebSocket has a clock of its own.
        socket_.set_option(websocket::stream_base::timeout{.handshake_timeout = std::chrono::seconds(10),
                                                           .idle_timeout = state().spec.idle_limit,
                                                           .keep_alive_pings = true});
        socket_.read_message_max(kMostMessageBytes);
        socket_.async_accept(upgrade_, [self = shared_from_this()](beast::error_code error) {
            if (!error) self->say_ready();
        });
    }

    void say_ready() {
        messages_ = "{\"type\":\"ready\",\"rate\":";
        append_number(messages_, spec_.recognizer.sample_rate, 0);
        messages_.append(",\"channels\":");
        append_number(messages_, static_cast<double>(spec_.recognizer.channels), 0);
        messages_.append(spec_.format == BlockFormat::i16 ? ",\"format\":\"i16\"}\n" : ",\"format\":\"f32\"}\n");
        socket_.text(true);
        write_next();
    }

    void read() {
        socket_.async_read(
            input_, InMemory(operation_memory_, [self = shared_from_this()](beast::error_code error, std::size_t) {
                self->on_message(error);
            }));
    }

    void on_message(beast::error_code error) {
        messages_.clear();
        written_ = 0;
        if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
            return;  // It closes by itself.
        if (error) return;
        const auto data = input_.data();
        if (socket_.got_binary()) return take_block();
        if (std::string_view(static_cast<const char*>(data.data()), data.size()) == "end") {
            take_events(recognizer_->finish());
            messages_.append("{\"type\":\"end\"}\n");
            ending_ = true;
        } else {
            refuse("text: only \"end\" is understood; samples are binary messages");
        }
        write_next();
    }

    void take_block() {
        state().blocks.fetch_add(1, std::memory_order_relaxed);
        const std::size_t frame_bytes = sample_bytes() * spec_.recognizer.channels;
        if (input_.size() % frame_bytes == 0) return step();
        refuse("a block of " + std::to_string(input_.size()) + " bytes is not a whole number of frames of " +
               std::to_string(frame_bytes));
        write_next();
    }

    [[nodiscard]] std::size_t sample_bytes() const {
        return spec_.format == BlockFormat::i16 ? sizeof(std::int16_t) : sizeof(float);
    }

    /// Of a long block a part at a time: between two of them others have their turn.
    void step() {
        const std::size_t frame_bytes = sample_bytes() * spec_.recognizer.channels;
        const std::size_t frames = std::min(input_.size() / frame_bytes, kStepFrames);
        hear(static_cast<const std::byte*>(input_.data().data()), frames * spec_.recognizer.channels);
        input_.consume(frames * frame_bytes);
        if (input_.size() == 0) return write_next();
        asio::post(socket_.get_executor(), InMemory(operation_memory_, [self = shared_from_this()] { self->step(); }));
    }

    void hear(const std::byte* bytes, std::size_t samples) {
        samples_.resize(samples);
        if (spec_.format == BlockFormat::i16) {
            shorts_.resize(samples);
            std::copy_n(bytes, samples * sizeof(std::int16_t), std::as_writable_bytes(std::span(shorts_)).data());
            kernels::i16_to_f32(shorts_.data(), samples_.data(), samples);
        } else {
            std::copy_n(bytes, samples * sizeof(float), std::as_writable_bytes(std::span(samples_)).data());
        }
        take_events(recognizer_->process({samples_, spec_.recognizer.channels}));
    }

    /// A note that began outside the profile's range stays out, wherever it ends.
    void take_events(std::span<const analysis::NoteEvent> events) {
        for (const auto& event : events) {
            const auto pitch = static_cast<std::size_t>(event.note.midi_pitch);
            if (event.kind == analysis::NoteEvent::Kind::on) {
                sounding_.set(pitch, !spec_.profile || spec_.profile->takes(event.note));
            }
            if (!sounding_.test(pitch)) continue;
            if (event.kind == analysis::NoteEvent::Kind::off) sounding_.reset(pitch);
            append_event(messages_, event, spec_.recognizer.sample_rate);
            messages_ += '\n';
        }
    }

    void refuse(std::string_view why) {
        state().refused.fetch_add(1, std::memory_order_relaxed);
        messages_ = "{\"type\":\"error\",\"error\":";
        append_string(messages_, why);
        messages_.append("}\n");
        refused_ = true;
    }

    /// One line, one message; then on to the next block.
    void write_next() {
        if (written_ == messages_.size()) {
            input_.consume(input_.size());
            if (refused_) return close(websocket::close_code::unknown_data);
            if (ending_) return close(websocket::close_code::normal);
            if (worker().stopping) return close(websocket::close_code::going_away);
            return read();
        }
        const std::size_t end = messages_.find('\n', written_);
        const asio::const_buffer line(messages_.data() + written_, end - written_);
        written_ = end + 1;
        writing_ = true;
        socket_.async_write(
            line, InMemory(operation_memory_, [self = shared_from_this()](beast::error_code error, std::size_t) {
                self->writing_ = false;
                if (!error) self->write_next();
            }));
    }

    void close(websocket::close_code code) {
        if (closing_ || writing_ || !socket_.is_open()) return;  // A write under way ends with write_next.
        closing_ = true;
        socket_.async_close(code, [self = shared_from_this()](beast::error_code) {});
    }

    NotesStreamSpec spec_;
    std::optional<analysis::NoteRecognizer> recognizer_;
    UpgradeRequest upgrade_;
    websocket::stream<TcpStream> socket_;
    OperationMemory operation_memory_;
    beast::flat_buffer input_;
    std::vector<std::int16_t> shorts_;
    std::vector<float> samples_;
    std::string messages_;  ///< A line each.
    std::size_t written_ = 0;
    std::bitset<kPitches> sounding_;
    bool writing_ = false;
    bool ending_ = false;
    bool refused_ = false;
    bool closing_ = false;
};

}  // namespace

Result<NotesStreamSpec> parse_stream_query(std::string_view query) {
    NotesStreamSpec spec;
    while (!query.empty()) {
        const auto member = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), member.size() + 1));
        const auto equals = std::min(member.find('='), member.size());
        if (member.empty()) continue;
        const auto taken =
            take_setting(spec, member.substr(0, equals), member.substr(std::min(equals + 1, member.size())));
        if (!taken) return fail(taken.error());
    }
    return spec;
}

void serve_notes(TcpStream stream, UpgradeRequest upgrade, const NotesStreamSpec& spec, SharedState& state,
                 Worker& worker) {
    std::make_shared<NotesStream>(std::move(stream), std::move(upgrade), spec, state, worker)->begin();
}

}  // namespace attacca::service
