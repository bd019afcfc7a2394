#include "attacca/device/midi_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

#include "device/midi_system.h"

namespace attacca::device {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Message = std::vector<int>;

/// What connections of a test were given, and whether they take more.
struct Sent {
    std::vector<Message> messages;
    bool takes = true;
};

class FakeConnection final : public MidiConnection {
public:
    explicit FakeConnection(Sent& sent) : sent_(sent) {}

    bool send(std::span<const std::uint8_t> message) override {
        if (sent_.takes) sent_.messages.emplace_back(message.begin(), message.end());
        return sent_.takes;
    }

private:
    Sent& sent_;
};

class FakeSystem final : public MidiSystem {
public:
    FakeSystem(std::string name, std::vector<std::string> ports) : name_(std::move(name)), ports_(std::move(ports)) {}
    FakeSystem(std::string name, BackendState state) : name_(std::move(name)), state_(std::move(state)) {}

    std::string_view name() const noexcept override { return name_; }
    BackendState state() override { return state_; }
    std::vector<std::string> ports() override { return ports_; }

    Result<std::unique_ptr<MidiConnection>> open(const std::string& port) override {
        opened_.push_back(port);
        return std::make_unique<FakeConnection>(sent_);
    }

    Result<std::unique_ptr<MidiConnection>> open_virtual() override {
        if (!state_.answers) return fail(ErrorCode::no_device, state_.detail);
        return open("virtual");
    }

    [[nodiscard]] const std::vector<std::string>& opened() const { return opened_; }

private:
    std::string name_;
    BackendState state_{.name = {}, .answers = true, .detail = {}};
    std::vector<std::string> ports_;
    std::vector<std::string> opened_;
    Sent sent_;
};

class MidiPorts : public ::testing::Test {
protected:
    Result<MidiOutput> open(const std::string& port) { return open_midi_output(systems_, port); }

    FakeSystem alsa_{"alsa", std::vector<std::string>{"Synth:Input 20:0", "Piano:Left 24:0", "Piano:Right 24:1"}};
    FakeSystem jack_{"jack", std::vector<std::string>{"system:midi_playback_1"}};
    std::array<MidiSystem*, 2> systems_{&alsa_, &jack_};
};

TEST_F(MidiPorts, AreListedByTheirSystems) {
    const auto ports = list_midi_ports(systems_);
    ASSERT_EQ(ports.size(), 4U);
    EXPECT_EQ(ports[0].id, "alsa:Synth:Input 20:0");
    EXPECT_EQ(ports[0].name, "Synth:Input 20:0");
    EXPECT_EQ(ports[3].system, "jack");
}

TEST_F(MidiPorts, OpenByIdNameUniquePartOrNumber) {
    for (const char* port : {"alsa:Piano:Right 24:1", "Piano:Right 24:1", "right", "2"}) {
        const auto output = open(port);
        ASSERT_TRUE(output) << output.error().detail;
        EXPECT_EQ(output->port(), "alsa:Piano:Right 24:1");
        EXPECT_EQ(alsa_.opened().back(), "Piano:Right 24:1");
    }
    ASSERT_TRUE(open("jack"));
    EXPECT_THAT(jack_.opened(), ElementsAre("system:midi_playback_1"));
}

TEST_F(MidiPorts, ThatAreNotThereAreNamedWithThoseThatAre) {
    const auto output = open("Snyth:Input 20:0");
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::not_found);
    EXPECT_THAT(output.error().detail,
                AllOf(HasSubstr("\"Snyth:Input 20:0\""), HasSubstr("did you mean \"Synth:Input 20:0\""),
                      HasSubstr("\"jack:system:midi_playback_1\"")));
    EXPECT_FALSE(open("4"));
}

TEST_F(MidiPorts, ThatCouldBeSeveralAreAskedFor) {
    const auto output = open("piano");
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(output.error().detail, AllOf(HasSubstr("Left"), HasSubstr("Right")));
    EXPECT_THAT(alsa_.opened(), IsEmpty());
}

TEST_F(MidiPorts, OfOurOwnAreOpenedWhereASystemAnswers) {
    FakeSystem silent("alsa", BackendState{.name = "alsa", .answers = false, .detail = "no sequencer"});
    const std::array<MidiSystem*, 2> systems{&silent, &jack_};
    const auto first = open_virtual_midi_output(systems, "");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->port(), "jack:Attacca");
    EXPECT_EQ(open_virtual_midi_output(systems_, "")->port(), "alsa:Attacca");
    EXPECT_EQ(open_virtual_midi_output(systems_, "jack")->port(), "jack:Attacca");
    EXPECT_THAT(open_virtual_midi_output(systems, "alsa").error().detail, HasSubstr("no sequencer"));
    EXPECT_THAT(open_virtual_midi_output(systems, "oss").error().detail, HasSubstr("\"oss\""));
}

TEST_F(MidiPorts, AreNowhereWhereNoSystemAnswers) {
    FakeSystem alsa("alsa", BackendState{.name = "alsa", .answers = false, .detail = "no sequencer"});
    FakeSystem jack("jack", BackendState{.name = "jack", .answers = false, .detail = "no server"});
    const std::array<MidiSystem*, 2> systems{&alsa, &jack};
    for (const auto& output : {open_midi_output(systems, "synth"), open_virtual_midi_output(systems, "")}) {
        ASSERT_FALSE(output);
        EXPECT_EQ(output.error().code, ErrorCode::no_device);
        EXPECT_THAT(output.error().detail, AllOf(HasSubstr("alsa: no sequencer"), HasSubstr("jack: no server")));
    }
    EXPECT_EQ(open_midi_output({}, "synth").error().code, ErrorCode::unavailable);
}

TEST(MidiOutput, SendsNotesOnAndOff) {
    Sent sent;
    MidiOutput output(std::make_unique<FakeConnection>(sent), "a port");
    ASSERT_TRUE(output.note_on({.pitch = 69, .velocity = 100}));
    ASSERT_TRUE(output.note_on({.pitch = 0, .velocity = 0}));
    ASSERT_TRUE(output.note_on({.pitch = 127, .velocity = 300}));
    ASSERT_TRUE(output.note_off(69));
    ASSERT_TRUE(output.note_off(69));
    EXPECT_THAT(sent.messages, ElementsAre(Message{0x90, 69, 100}, Message{0x90, 0, 1}, Message{0x90, 127, 127},
                                           Message{0x80, 69, 64}));
}

TEST(MidiOutput, EndsANoteBeforeItBeginsAgain) {
    Sent sent;
    MidiOutput output(std::make_unique<FakeConnection>(sent), "a port");
    ASSERT_TRUE(output.note_on({.pitch = 60, .velocity = 80}));
    ASSERT_TRUE(output.note_on({.pitch = 60, .velocity = 90}));
    EXPECT_THAT(sent.messages, ElementsAre(Message{0x90, 60, 80}, Message{0x80, 60, 64}, Message{0x90, 60, 90}));
}

TEST(MidiOutput, LeavesNoNoteBehind) {
    Sent sent;
    {
        MidiOutput first(std::make_unique<FakeConnection>(sent), "a port");
        ASSERT_TRUE(first.note_on({.pitch = 60, .velocity = 80}));
        MidiOutput moved(std::move(first));
        ASSERT_TRUE(moved.note_on({.pitch = 64, .velocity = 80}));
        sent.messages.clear();
        ASSERT_TRUE(moved.release());
        EXPECT_THAT(sent.messages, ElementsAre(Message{0x80, 60, 64}, Message{0x80, 64, 64}));
        ASSERT_TRUE(moved.note_on({.pitch = 67, .velocity = 80}));
        sent.messages.clear();
    }
    EXPECT_THAT(sent.messages, ElementsAre(Message{0x80, 67, 64}));
}

TEST(MidiOutput, SaysWhenItsPortTakesNoMore) {
    Sent sent;
    MidiOutput output(std::make_unique<FakeConnection>(sent), "a port");
    ASSERT_TRUE(output.note_on({.pitch = 60, .velocity = 80}));
    sent.takes = false;
    for (const auto& refused : {output.note_on({.pitch = 61, .velocity = 80}), output.release()}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::device_lost);
        EXPECT_THAT(refused.error().detail, HasSubstr("\"a port\""));
    }
}

}  // namespace
}  // namespace attacca::device
