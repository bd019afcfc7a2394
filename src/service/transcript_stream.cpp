#include "service/transcript_stream.h"

#include <boost/asio/post.hpp>
#include <memory>
#include <string>
#include <utility>

namespace attacca::service {
namespace {

class TranscriptStream final : public BlockStream {
public:
    TranscriptStream(TcpStream stream, UpgradeRequest upgrade, const BlockSpec& spec, SharedState& state,
                     Worker& worker)
        : BlockStream(std::move(stream), std::move(upgrade), spec, state, worker) {}
    ~TranscriptStream() override {
        if (task_) task_->abandon();
    }

    void begin() {
        task_ = state().transcripts->begin(block_spec().sample_rate, block_spec().channels,
                                           then([this](const Result<std::string>& ready) {
                                               if (!ready) return decline(503, ready.error().detail);
                                               if (!worker().stopping) accept();
                                           }));
        if (!task_) decline(503, "as many are being transcribed as this service takes; try again later");
    }

private:
    /// On this worker's thread, whoever calls it; keeps this stream alive until then.
    template <class Action>
    TranscriptTask::Done then(Action action) {
        return [self = shared_from_this(), action, &context = worker().context](Result<std::string> result) mutable {
            boost::asio::post(context,
                              [self = std::move(self), action, result = std::move(result)] { action(result); });
        };
    }

    void hear(ConstAudioBlock block) override {
        task_->hear(block, then([this](const Result<std::string>& said) {
                        if (take(said)) heard();
                    }));
    }

    void finish() override {
        task_->finish(then([this](const Result<std::string>& said) {
            if (take(said)) ended();
        }));
    }

    bool take(const Result<std::string>& said) {
        if (said) {
            lines() += *said;
        } else {
            refuse(said.error().detail);
        }
        return said.has_value();
    }

    std::shared_ptr<TranscriptTask> task_;
};

}  // namespace

Result<BlockSpec> parse_transcript_query(std::string_view query) {
    BlockSpec spec{.sample_rate = 16000.0};
    const auto taken = for_each_setting(query, [&](std::string_view name, std::string_view value) {
        return take_block_setting(spec, name, value)
            .value_or(fail(ErrorCode::invalid_argument, "unknown setting; there is rate, channels, format and token"));
    });
    if (!taken) return fail(taken.error());
    return spec;
}

void serve_transcript(TcpStream stream, UpgradeRequest upgrade, const BlockSpec& spec, SharedState& state,
                      Worker& worker) {
    std::make_shared<TranscriptStream>(std::move(stream), std::move(upgrade), spec, state, worker)->begin();
}

}  // namespace attacca::service
