// A WebSocket that takes blocks of samples and answers in lines of JSON; what hears the blocks derives from it.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/audio_block.h"
#include "service/connection.h"
#include "service/session_memory.h"

namespace attacca::service {

enum class BlockFormat { i16, f32 };

struct BlockSpec {
    BlockFormat format = BlockFormat::i16;
    double sample_rate = 48000.0;
    std::size_t channels = 1;
};

/// Calls `take` with the name and value of each "name=value" between ampersands, until one fails.
[[nodiscard]] Status for_each_setting(std::string_view query,
                                      const std::function<Status(std::string_view name, std::string_view value)>& take);

/// Of rate, channels and format; "token" is passed over. Nothing: it is another setting.
/// Failure: what is expected.
[[nodiscard]] std::optional<Status> take_block_setting(BlockSpec& spec, std::string_view name, std::string_view value);

using UpgradeRequest = boost::beast::http::request<boost::beast::http::empty_body>;

/// Binary messages are blocks of interleaved samples, low byte first, any number of whole frames each; the text message
/// "end" ends the stream. The first answer is {"type":"ready",...}; the last is {"type":"end"}. What cannot be
/// understood is answered with {"type":"error","error":why}, and the stream closed. A ping is answered when what the
/// blocks before it led to has been sent.
///
/// Close codes: 1000 after "end", 1001 when the service stops, 1002 where the frames are none of a client's, 1003 after
/// an error, 1009 after a message of more than 1 MiB. The next block is read when the answers to the last are sent: who
/// does not read them is not read from either, and left after the idle limit.
///
/// Threads    Its worker's. It keeps itself alive while anything is under way.
class BlockStream : public Connection, public std::enable_shared_from_this<BlockStream> {
public:
    void stop() noexcept override;

protected:
    BlockStream(TcpStream stream, UpgradeRequest upgrade, const BlockSpec& spec, SharedState& state, Worker& worker);

    /// Once what is to hear the blocks is there.
    void accept();

    /// Instead of `accept`: an answer of HTTP, with {"error": why}.
    void decline(unsigned status, std::string_view why);

    /// Some 60 ms of a block at most, valid until `heard` is called, which must be done, now or later.
    virtual void hear(ConstAudioBlock block) = 0;
    /// The stream is over; `ended` must be called, now or later.
    virtual void finish() = 0;

    void heard();
    void ended();
    /// The last line: `why`.
    void refuse(std::string_view why);
    /// Lines for the client, a '\n' after each. To be added to only between `hear` and `heard`, `finish` and `ended`.
    [[nodiscard]] std::string& lines() noexcept { return lines_; }
    [[nodiscard]] const BlockSpec& block_spec() const noexcept { return spec_; }

private:
    void say_ready();
    void read();
    void on_message(boost::beast::error_code error);
    void take_block();
    void step();
    void write_next();
    void close(boost::beast::websocket::close_code code);
    [[nodiscard]] std::size_t frame_bytes() const noexcept;

    BlockSpec spec_;
    UpgradeRequest upgrade_;
    boost::beast::websocket::stream<TcpStream> socket_;
    OperationMemory operation_memory_;
    boost::beast::flat_buffer input_;
    std::vector<std::int16_t> shorts_;
    std::vector<float> samples_;
    std::string lines_;
    std::size_t written_ = 0;
    bool writing_ = false;
    bool ending_ = false;
    bool refused_ = false;
    bool closing_ = false;
};

}  // namespace attacca::service
