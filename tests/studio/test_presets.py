"""Presets: imported, saved, one for each device; a file with an error says its line."""

import unittest

from desk import eventually
from sounds import write_sine
from window import WindowTest

GOOD = "Preamp: -3 dB\nFilter 1: ON PK Fc 105 Hz Gain 4.5 dB Q 0.70\nFilter 2: ON LSC Fc 80 Hz Gain -2 dB Q 0.71\n"
BAD = "Preamp: -3 dB\nFilter 1: ON PK Fc 105 Hz Gain loud dB Q 0.70\n"


class Presets(WindowTest):
    def import_file(self, studio, path):
        studio.click(studio.find("push button", "Import a preset"))
        dialog = studio.wait_for(lambda: next((one for one in studio.windows() if one.name != "Attacca Studio"), None),
                                 "the file dialog")
        title = dialog.name
        field = studio.wait_for(lambda: next((one for one in dialog.all() if one.role == "text" and "focused" in one.states()), None),
                                "the field for the file's name")
        studio.type(str(path))
        studio.wait_for(lambda: field.text() == str(path), "the file's name")

        def closed():
            return not any(one.name == title for one in studio.windows())

        studio.key("Return")
        if not eventually(closed, 3):  # The first one may close the list of names that complete it.
            studio.key("Return")
        studio.wait_for(closed, "the dialog to close")

    def bands(self, studio):
        return [one.name for one in studio.controls() if one.name.startswith("Band ") and one.role == "slider"]

    def test_a_file_of_autoeq_s_is_imported_and_one_with_an_error_names_its_line(self):
        folder = self.folder()
        good, bad = folder / "Headphones.txt", folder / "Broken.txt"
        good.write_text(GOOD)
        bad.write_text(BAD)
        studio = self.open(write_sine(folder / "tone.wav", 440, 100))
        studio.wait_for(lambda: studio.player().playing(), "sound")
        self.import_file(studio, bad)
        studio.find_text("2")
        studio.find_text("loud")
        studio.screenshot("preset-with-an-error")
        self.assertEqual(len(self.bands(studio)), 8)
        self.assertTrue(studio.player().playing())
        self.import_file(studio, good)
        studio.wait_for(lambda: len(self.bands(studio)) == 2, "two bands")
        self.assertIn("105 Hz, +4.5 dB", self.bands(studio)[0])

    def test_each_device_has_the_preset_chosen_for_it(self):
        self.desk.add("headphones")
        self.addCleanup(self.desk.remove, "headphones")
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 100))
        studio.wait_for(lambda: studio.player().playing(), "sound")
        preset = studio.find("combo box", "Preset")
        self.pick(studio, preset, "bass-boost")
        studio.show_page("Device")
        studio.choose("Output", "headphones (pipewire)")
        studio.find_text("headphones: ")
        studio.show_page("Player")
        self.pick(studio, preset, "jazz")
        studio.show_page("Device")
        studio.choose("Output", "Default")
        studio.find_text("speakers: ")
        studio.show_page("Player")
        studio.wait_for(lambda: preset.name == "bass-boost", "the speakers' preset")

    def test_a_saved_preset_is_there_after_a_new_start(self):
        home = self.folder()
        studio = self.open(home=home)
        self.pick(studio, studio.find("combo box", "Preset"), "bass-boost")
        saved = self.bands(studio)
        studio.click(studio.find("push button", "Save the preset"))
        studio.find_dialog("Save the preset")
        studio.key("ctrl+a")
        studio.type("For trains")
        studio.key("Return")
        preset = studio.find("combo box", "Preset")
        studio.wait_for(lambda: preset.name == "For trains", "the preset's name")
        self.pick(studio, preset, "flat")
        self.assertNotEqual(self.bands(studio), saved)
        studio.end()
        again = self.open(home=home)
        preset = again.find("combo box", "Preset")
        self.pick(again, preset, "For trains")
        self.assertEqual(self.bands(again), saved)

    def pick(self, studio, box, entry):
        place = [one.name for one in box.all() if one.role == "list item"].index(entry)
        box.press()
        studio.wait_for(lambda: "expanded" in box.states(), "the list of presets")
        studio.key("Home", *["Down"] * place, "Return")
        studio.wait_for(lambda: box.name == entry, entry)


if __name__ == "__main__":
    unittest.main()
