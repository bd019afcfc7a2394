#include "note_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace attacca::app {
namespace {

const std::vector<analysis::FoundNote> kNotes = {
    {.onset_s = 0.5,
     .offset_s = 1.25,
     .detected_s = 0.57,
     .note = {.midi_pitch = 61, .cents = -12.34F, .velocity = 80.4F, .confidence = 0.98765F}},
    {.onset_s = 2.0,
     .offset_s = 2.1,
     .detected_s = 2.08,
     .note = {.midi_pitch = 69, .velocity = 127.0F, .confidence = 1.0F}}};

TEST(NotesJson, IsAnObjectALineWithNameAndFrequency) {
    std::istringstream lines(notes_json(kNotes, 442.0));
    std::vector<nlohmann::json> values;
    for (std::string line; std::getline(lines, line);) values.push_back(nlohmann::json::parse(line));
    ASSERT_EQ(values.size(), 2U);
    EXPECT_EQ(values[0]["note"], "C#4");
    EXPECT_EQ(values[0]["onset_s"], 0.5);
    EXPECT_EQ(values[0]["detected_s"], 0.57);
    EXPECT_EQ(values[0]["cents"], -12.3);
    EXPECT_EQ(values[0]["velocity"], 80);
    EXPECT_EQ(values[1]["frequency_hz"], 442.0);
}

TEST(NoteEvents, HaveTheMembersOfTheFilesNotes) {
    const auto whole = nlohmann::json::parse(notes_json(std::span(kNotes).first(1), 442.0));
    auto off = nlohmann::json::parse(note_event_json(NoteEventKind::off, kNotes[0], 442.0));
    EXPECT_EQ(off["event"], "off");
    off.erase("event");
    EXPECT_EQ(off, whole);
    auto on = nlohmann::json::parse(note_event_json(NoteEventKind::on, kNotes[0], 442.0));
    EXPECT_EQ(on["event"], "on");
    EXPECT_FALSE(on.contains("offset_s"));
    on.erase("event");
    on["offset_s"] = whole["offset_s"];
    EXPECT_EQ(on, whole);
}

TEST(NoteEvents, AreLinesForPeople) {
    EXPECT_EQ(note_event_text(NoteEventKind::on, kNotes[0]),
              "    0.500 s  on   C#4  MIDI  61   -12.3 cents  velocity  80");
    EXPECT_EQ(note_event_text(NoteEventKind::off, kNotes[0]), "    1.250 s  off  C#4  lasted 0.750 s");
}

}  // namespace
}  // namespace attacca::app
