#include "note_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "notes/found_notes.h"

namespace attacca::app {
namespace {

using tests::kFoundNotes;

TEST(NotesJson, IsAnObjectALineWithNameAndFrequency) {
    std::istringstream lines(notes_json(kFoundNotes, 442.0));
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
    const auto whole = nlohmann::json::parse(notes_json(std::span(kFoundNotes).first(1), 442.0));
    auto off = nlohmann::json::parse(note_event_json(NoteEventKind::off, kFoundNotes[0], 442.0));
    EXPECT_EQ(off["event"], "off");
    off.erase("event");
    EXPECT_EQ(off, whole);
    auto on = nlohmann::json::parse(note_event_json(NoteEventKind::on, kFoundNotes[0], 442.0));
    EXPECT_EQ(on["event"], "on");
    EXPECT_FALSE(on.contains("offset_s"));
    on.erase("event");
    on["offset_s"] = whole["offset_s"];
    EXPECT_EQ(on, whole);
}

TEST(NoteEvents, AreLinesForPeople) {
    EXPECT_EQ(note_event_text(NoteEventKind::on, kFoundNotes[0]),
              "    0.500 s  on   C#4  MIDI  61   -12.3 cents  velocity  80");
    EXPECT_EQ(note_event_text(NoteEventKind::off, kFoundNotes[0]), "    1.250 s  off  C#4  lasted 0.750 s");
}

}  // namespace
}  // namespace attacca::app
