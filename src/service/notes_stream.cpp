#include "service/notes_stream.h"

#include <bitset>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <cstring>
#include <memory>
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
    NotesStream(TcpStream stream, const NotesStreamSpec& spec, analysis::NoteRecognizer recognizer, SharedState& state,
                Worker& worker)
        : Connection(state, worker), spec_(spec), recognizer_(std::move(recognizer)), socket_(std::move(stream)) {}

    void accept(const UpgradeRequest& upgrade) {
        beast::get_lowest_layer(socket_).expires_never();  // The WebSocket has a clock of its own.
        socket_.set_option(websocket::stream_base::timeout{.handshake_timeout = std::chrono::seconds(10),
                                                           .idle_timeout = state().spec.idle_limit,
                                                           .keep_alive_pings = true});
        socket_.read_message_max(kMostMessageBytes);
        socket_.async_accept(upgrade, [self = shared_from_this()](beast::error_code error) {
            if (!error) self->begin();
        });
    }

    void stop() noexcept override { close(websocket::close_code::going_away); }

private:
    void begin() {
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
        if (socket_.got_binary()) {
            take_block({static_cast<const std::byte*>(data.data()), data.size()});
        } else if (std::string_view(static_cast<const char*>(data.data()), data.size()) == "end") {
            take_events(recognizer_.finish());
            messages_.append("{\"type\":\"end\"}\n");
            ending_ = true;
        } else {
            refuse("text: only \"end\" is understood; samples are binary messages");
        }
        input_.consume(input_.size());
        write_next();
    }

    void take_block(std::span<const std::byte> bytes) {
        state().blocks.fetch_add(1, std::memory_order_relaxed);
        const std::size_t sample_bytes = spec_.format == BlockFormat::i16 ? sizeof(std::int16_t) : sizeof(float);
        const std::size_t frame_bytes = sample_bytes * spec_.recognizer.channels;
        if (bytes.size() % frame_bytes != 0) {
            return refuse("a block of " + std::to_string(bytes.size()) + " bytes is not a whole number of frames of " +
                          std::to_string(frame_bytes));
        }
        samples_.resize(bytes.size() / sample_bytes);
        if (spec_.format == BlockFormat::i16) {
            shorts_.resize(samples_.size());
            std::memcpy(shorts_.data(), bytes.data(), bytes.size());
            kernels::i16_to_f32(shorts_.data(), samples_.data(), samples_.size());
        } else if (!bytes.empty()) {
            std::memcpy(samples_.data(), bytes.data(), bytes.size());
        }
        ConstAudioBlock rest(samples_, spec_.recognizer.channels);
        while (!rest.empty()) {
            const std::size_t frames = std::min(rest.frames(), spec_.recognizer.longest_block_frames);
            take_events(recognizer_.process(rest.subblock(0, frames)));
            rest = rest.subblock(frames, rest.frames() - frames);
        }
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
        ending_ = true;
    }

    /// One line, one message; then on to the next block.
    void write_next() {
        if (written_ == messages_.size()) {
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
    analysis::NoteRecognizer recognizer_;
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

void serve_notes(TcpStream stream, const UpgradeRequest& upgrade, const NotesStreamSpec& spec, SharedState& state,
                 Worker& worker) {
    auto recognizer = analysis::NoteRecognizer::create(spec.recognizer);
    if (!recognizer) return;  // The query was checked: there is no such spec.
    std::make_shared<NotesStream>(std::move(stream), spec, *std::move(recognizer), state, worker)->accept(upgrade);
}

}  // namespace attacca::service
