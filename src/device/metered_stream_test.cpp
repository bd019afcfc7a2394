#include "device/metered_stream.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "device/recording_callback.h"

namespace attacca::device {
namespace {

class PlainStream final : public MeteredStream {
public:
    using MeteredStream::is_lost;
    using MeteredStream::lose;
    using MeteredStream::MeteredStream;
    using MeteredStream::tell;

    Status start() override { return {}; }
    void stop() noexcept override {}
    std::size_t latency_frames() const noexcept override { return 0; }
};

TEST(MeteredStream, ReportsALossOnceHoweverManyThreadsFindIt) {
    RecordingCallback callback;
    std::atomic<int> told{0};
    PlainStream stream(callback, [&](StreamEvent event, const std::string& detail) {
        EXPECT_EQ(event, StreamEvent::lost);
        EXPECT_EQ(detail, "unplugged");
        ++told;
    });
    EXPECT_FALSE(stream.is_lost());
    std::vector<std::thread> finders;
    for (int index = 0; index < 4; ++index) finders.emplace_back([&] { stream.lose("unplugged"); });
    for (auto& finder : finders) finder.join();
    EXPECT_EQ(told, 1);
    EXPECT_TRUE(stream.is_lost());
}

TEST(MeteredStream, TellsOfEveryChangeOfTheDefault) {
    RecordingCallback callback;
    std::vector<std::string> details;
    PlainStream stream(callback, [&](StreamEvent, const std::string& detail) { details.push_back(detail); });
    stream.tell(StreamEvent::default_changed, "pipewire:one");
    stream.tell(StreamEvent::default_changed, "pipewire:two");
    EXPECT_EQ(details, (std::vector<std::string>{"pipewire:one", "pipewire:two"}));
    EXPECT_FALSE(stream.is_lost());
}

TEST(MeteredStream, NeedsNoListener) {
    RecordingCallback callback;
    PlainStream stream(callback, {});
    stream.lose("unplugged");
    EXPECT_TRUE(stream.is_lost());
}

}  // namespace
}  // namespace attacca::device
