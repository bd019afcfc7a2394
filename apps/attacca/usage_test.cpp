#include "usage.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "subcommand.h"

namespace attacca::app {
namespace {

/// What the program says to these arguments; empty where it has no complaint.
std::string complaint(std::vector<std::string> arguments) {
    CLI::App program{"", "attacca"};
    program.require_subcommand(0, 1);
    const auto play = add_play(program);
    const auto render = add_render(program);
    try {
        program.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        return explain_usage(program, error);
    }
    return {};
}

TEST(Usage, NamesTheNearestOption) {
    const auto words = complaint({"play", "--limter", "on", "x.wav"});
    EXPECT_NE(words.find("attacca play: unknown option --limter; did you mean --limiter?"), std::string::npos) << words;
    EXPECT_NE(words.find("Usage: attacca play"), std::string::npos) << words;
    EXPECT_NE(complaint({"play", "--gian=3"}).find("unknown option --gian; did you mean --gain?"), std::string::npos);
}

TEST(Usage, NamesTheNearestSubcommand) {
    EXPECT_NE(complaint({"plya", "x.wav"}).find("attacca: unknown subcommand plya; did you mean play?"),
              std::string::npos);
}

TEST(Usage, NamesTheNearestValue) {
    const auto words = complaint({"play", "--replaygain", "albun", "x.wav"});
    EXPECT_NE(words.find("--replaygain: unknown value albun; did you mean album?"), std::string::npos) << words;
}

TEST(Usage, SaysWhatANumberMayBe) {
    EXPECT_NE(complaint({"render", "a.wav", "--speed", "9"}).find("--speed"), std::string::npos);
    EXPECT_NE(complaint({"render", "a.wav", "--start", "soon"}).find("expected seconds"), std::string::npos);
}

TEST(Usage, AcceptsNegativeNumbersAndADash) {
    EXPECT_EQ(complaint({"play", "-", "--gain", "-3.5"}), "");
    EXPECT_EQ(complaint({"render", "-", "-o", "-", "--start", "1:30", "--duration", "48000f"}), "");
}

TEST(Usage, TakesThePowerFromWhatItRepeats) {
    EXPECT_EQ(complaint({"\x1b[2J"}).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace attacca::app
