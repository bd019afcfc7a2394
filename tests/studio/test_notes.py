"""The notes page: what a file holds and what the microphone hears."""

import unittest

from sounds import play_into, write_melody, write_sine
from window import WindowTest

MELODY = (60, 64, 67, 72)
NAMES = ["C4", "E4", "G4", "C5"]


class Notes(WindowTest):
    def listed(self, studio):
        rows = next((one for one in studio.controls() if one.name == "Notes" and one.role in ("tree", "tree table", "table")), None)
        cells = [one.name for one in rows.all() if one.role == "table cell"] if rows else []
        return cells[::5]

    def test_the_notes_of_the_track_that_plays_appear_and_are_saved(self):
        folder = self.folder()
        studio = self.open(write_melody(folder / "melody.wav", MELODY), "--page", "notes")
        studio.find("push button", "Start listening").press()
        studio.find_text("4 notes in the whole track")
        studio.wait_for(lambda: self.listed(studio) == NAMES, f"{NAMES}, not {self.listed(studio)}")
        studio.screenshot("notes-of-a-track")
        studio.find("push button", "Save as CSV…").press()
        studio.find_dialog("Save the notes")
        studio.type(str(folder / "notes.csv"))
        studio.key("Return")  # A completion may take the first one.
        if any(one.name.startswith("Save the notes") for one in studio.windows()):
            studio.key("Return")
        studio.find_text("Saved")
        rows = (folder / "notes.csv").read_text().splitlines()
        self.assertEqual([int(row.split(",")[2]) for row in rows[1:]], list(MELODY))

    def test_the_microphone_s_notes_and_pitch_appear(self):
        play_into(self, "speakers", write_sine(self.folder() / "a.wav", 445, 4))
        studio = self.open("--page", "notes")
        studio.choose("Listen to", "microphone")
        studio.choose("Input", "speakers")
        studio.find("push button", "Start listening").press()
        studio.find_text("A4, 20 cents, 445.0 Hz")
        studio.screenshot("notes-of-the-microphone")
        studio.find("push button", "Stop listening").press()
        studio.find("push button", "Start listening")

    def test_without_a_track_it_says_what_to_do(self):
        studio = self.open("--page", "notes")
        studio.find("push button", "Start listening").press()
        studio.find_text("No track is open")


if __name__ == "__main__":
    unittest.main()
