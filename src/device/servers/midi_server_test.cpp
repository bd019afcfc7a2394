// MIDI through a JACK server of the test's own, as another program receives it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "attacca/device/midi_output.h"
#include "device/servers/sound_servers.h"

namespace attacca::device {
namespace {

using ::testing::HasSubstr;

constexpr const char* kListener = "jack:midi-monitor:input";

class MidiServerTest : public ::testing::Test {
protected:
    void SetUp() override {
        for (const char* program : {"jackd", "jack_midi_dump", "jack_connect"}) {
            if (!is_installed(program)) GTEST_SKIP() << program << " is not installed";
        }
        runtime_ = std::make_unique<PrivateRuntime>();
        server_ = std::make_unique<JackServer>(*runtime_, 256);
        if (!jack_answers()) GTEST_SKIP() << "built without MIDI output on JACK";
    }

    void TearDown() override {
        listener_.reset();
        server_.reset();
        runtime_.reset();
    }

    static bool jack_answers() {
        const auto systems = list_midi_systems();
        const auto jack = std::ranges::find(systems, "jack", &BackendState::name);
        return jack != systems.end() && jack->answers;
    }

    static bool port_listed() {
        const auto ports = list_midi_ports();
        return std::ranges::find(ports, kListener, &MidiPortInfo::id) != ports.end();
    }

    void listen() {
        listener_ = std::make_unique<ServerProcess>(std::vector<std::string>{"stdbuf", "-oL", "jack_midi_dump"}, log());
        ASSERT_TRUE(eventually([] { return port_listed(); }));
    }

    std::filesystem::path log() const { return runtime_->directory() / "midi.log"; }

    std::string received() const {
        std::ostringstream text;
        text << std::ifstream(log()).rdbuf();
        return text.str();
    }

    bool receives(const std::string& words) {
        return eventually([&] { return received().find(words) != std::string::npos; });
    }

    /// A connection carries nothing before one of the server's next cycles: tries until a note comes through.
    void come_through(MidiOutput& output) {
        ASSERT_TRUE(eventually([&] {
            return output.note_on({.pitch = 1, .velocity = 1}) && received().find("90 01 01") != std::string::npos;
        })) << received();
        ASSERT_TRUE(output.note_off(1));
    }

    std::unique_ptr<PrivateRuntime> runtime_;
    std::unique_ptr<JackServer> server_;
    std::unique_ptr<ServerProcess> listener_;
};

TEST_F(MidiServerTest, NotesArriveAtAPort) {
    listen();
    auto output = MidiOutput::open("midi-monitor");
    ASSERT_TRUE(output) << output.error().detail;
    EXPECT_EQ(output->port(), kListener);
    come_through(*output);
    ASSERT_TRUE(output->note_on({.pitch = 69, .velocity = 99}));
    EXPECT_TRUE(receives("90 45 63")) << received();
    ASSERT_TRUE(output->note_off(69));
    EXPECT_TRUE(receives("80 45 40")) << received();
}

TEST_F(MidiServerTest, NotesEndWithTheirOutput) {
    listen();
    {
        auto output = MidiOutput::open(kListener);
        ASSERT_TRUE(output) << output.error().detail;
        come_through(*output);
        for (const int pitch : {60, 64, 67}) ASSERT_TRUE(output->note_on({.pitch = pitch, .velocity = 99}));
    }
    for (const char* end : {"80 3c 40", "80 40 40", "80 43 40"}) EXPECT_TRUE(receives(end)) << received();
}

TEST_F(MidiServerTest, OthersConnectToAPortOfOurOwn) {
    listen();
    auto output = MidiOutput::open_virtual();
    ASSERT_TRUE(output) << output.error().detail;
    EXPECT_EQ(output->port(), "jack:Attacca");
    ASSERT_EQ(std::system("jack_connect Attacca:Attacca midi-monitor:input >/dev/null 2>&1"), 0);
    come_through(*output);
    ASSERT_TRUE(output->note_on({.pitch = 72, .velocity = 1}));
    EXPECT_TRUE(receives("90 48 01")) << received();
}

TEST_F(MidiServerTest, AServerThatDiesIsNotWaitedFor) {
    auto output = MidiOutput::open_virtual();
    ASSERT_TRUE(output) << output.error().detail;
    server_->kill();
    Status sent;
    const auto refused = [&] {
        sent = output->note_on({.pitch = 72, .velocity = 1});
        return !sent;
    };
    ASSERT_TRUE(eventually(refused));
    EXPECT_EQ(sent.error().code, ErrorCode::device_lost);
}

TEST_F(MidiServerTest, ADeadServerAnswersNoMore) {
    server_->kill();
    const auto output = MidiOutput::open_virtual("jack");
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::no_device);
    EXPECT_THAT(output.error().detail, HasSubstr("JACK server"));
}

}  // namespace
}  // namespace attacca::device
