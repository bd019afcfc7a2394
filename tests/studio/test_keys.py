"""The keys: what F1 lists, does what it says."""

import unittest

from sounds import write_sine
from window import WindowTest


class Keys(WindowTest):
    def setUp(self):
        folder = self.folder()
        self.studio = self.open(*(write_sine(folder / f"{i}.wav", 440, 100) for i in (1, 2)))
        self.player = self.studio.player()
        self.studio.wait_for(self.player.playing, "sound")

    def expect(self, condition, what):
        self.studio.wait_for(condition, what)

    def moved(self, seconds):
        self.expect(lambda: abs(self.player.position_s() - self.before_s - seconds) < 0.1, f"{seconds} s")

    def current(self, row):
        self.expect(lambda: any(one.role == "list item" and one.name.startswith(row) and "current" in one.name
                                for one in self.studio.controls()), f"track {row}")

    def volume(self, percent):
        slider = self.studio.find("slider", "Volume")
        self.expect(lambda: slider.value() == percent, f"{percent} %")

    def checked(self, name, wanted=True):
        box = self.studio.find("check box", name)
        self.expect(lambda: box.checked() == wanted, f"{name} {wanted}")

    def dialog(self, title):
        self.studio.find_dialog(title)
        self.studio.key("Escape")
        self.expect(lambda: not any(one.name.startswith(title) for one in self.studio.windows()), f"no {title}")

    def listed(self):
        """Key -> what it does, as F1 shows it."""
        self.studio.key("F1")
        dialog = self.studio.find_dialog("Keys")
        cells = self.studio.wait_for(lambda: [one.name for one in dialog.all() if one.role == "table cell"], "the list")
        self.studio.screenshot("keys")
        self.studio.key("Escape")
        self.expect(lambda: not any(one.name.startswith("Keys") for one in self.studio.windows()), "the list to close")
        return {key: does for key, does in zip(cells[::2], cells[1::2]) if does}

    def full_screen(self):
        return self.studio.find_frame().box()[3] >= 800

    def test_every_key_that_f1_lists_does_what_it_says(self):
        press, player, studio = self.studio.key, self.player, self.studio
        player.call("Seek", "(x)", 10_000_000)
        listed = self.listed()
        effects = {
            "Space": lambda: self.expect(lambda: not player.playing(), "a pause"),
            "Right": lambda: self.moved(5),
            "Left": lambda: self.moved(-5),
            "N": lambda: self.current("2"),
            "P": lambda: self.current("1"),
            "L": lambda: self.expect(lambda: player.get("LoopStatus") != "None", "a loop"),
            "Up or Ctrl+Up": lambda: self.volume(85),
            "Down or Ctrl+Down": lambda: self.volume(80),
            "M": lambda: self.checked("Mute"),
            "Esc": lambda: self.volume(20),
            "E": lambda: self.checked("Bypass the equalizer"),
            "A": lambda: studio.find("push button", "Equalizer B"),
            "S": lambda: self.expect(lambda: player.position_s() < 0.1 and not player.playing(), "the beginning"),
            "Ctrl+O": lambda: self.dialog("Open"),
            "Ctrl+Shift+O": lambda: self.dialog("Open"),
            "F11": lambda: self.expect(self.full_screen, "the full screen"),
            **{f"Ctrl+{number}": lambda page=page: self.checked(f"{page} page") for number, page in
               enumerate(("Player", "Recorder", "Notes", "Generator", "Device", "Statistics"), 1)},
        }
        last = {"F1", "Ctrl+Q"}
        self.assertEqual(set(listed), set(effects) | last)
        for key, effect in effects.items():
            with self.subTest(key=key, does=listed[key]):
                name = key.split(" or ")[0].replace("Ctrl+Shift+", "ctrl+shift+").replace("Ctrl+", "ctrl+")
                name = {"Esc": "Escape", "Space": "space"}.get(name, name.lower() if len(name) == 1 else name)
                self.before_s = player.position_s()
                press(name[:-1] + name[-1].lower() if name.startswith("ctrl") else name)
                effect()
        press("ctrl+q")
        self.assertTrue(self.ended())

    def ended(self):
        from desk import eventually
        return eventually(lambda: self.studio.process.poll() == 0, 20)

    def test_a_text_field_keeps_its_letters(self):
        studio = self.studio
        studio.show_page("Generator")
        field = studio.find("spin button", "Frequency")
        field.focus()
        studio.key("ctrl+a")
        studio.type("880")
        studio.key("Return")
        studio.wait_for(lambda: field.value() == 880, "880 Hz")
        self.assertTrue(self.player.playing())


if __name__ == "__main__":
    unittest.main()
