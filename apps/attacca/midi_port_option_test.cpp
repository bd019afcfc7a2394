#include "midi_port_option.h"

#include <gtest/gtest.h>

namespace attacca::app {
namespace {

TEST(MidiPortOption, ListIsNoPort) {
    EXPECT_TRUE(midi_ports_asked_for("list"));
    EXPECT_FALSE(midi_ports_asked_for("listener"));
    EXPECT_FALSE(midi_ports_asked_for(""));
}

TEST(MidiPortOption, VirtualIsAPortOfTheSystemBeforeIt) {
    const auto output = open_midi_port("oss:virtual");
    ASSERT_FALSE(output);
    const bool built = !device::list_midi_systems().empty();
    EXPECT_EQ(output.error().detail.find("no MIDI system is called \"oss\"") != std::string::npos, built)
        << output.error().detail;
}

TEST(MidiPortOption, AnythingElseIsTheNameOfAPort) {
    const auto output = open_midi_port("no-such-port");
    ASSERT_FALSE(output);
    EXPECT_NE(output.error().detail.find("MIDI"), std::string::npos) << output.error().detail;
}

}  // namespace
}  // namespace attacca::app
