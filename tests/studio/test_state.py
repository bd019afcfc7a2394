"""What the window remembers, and what it costs when nobody sees it."""

import json
import signal
import time
import unittest

from cover import Cover
from sounds import write_sine
from window import WindowTest


class State(WindowTest):
    def ticks_for(self, studio, seconds):
        """Processor time in a span of time, in which nobody asks the window anything: answers cost as much as pictures."""
        before = studio.cpu_ticks()
        time.sleep(seconds)
        return studio.cpu_ticks() - before

    def expect_less_drawing(self, studio, what):
        """Than before `what` put the window out of sight."""
        studio.wait_for(studio.player().playing, "sound")
        self.ticks_for(studio, 1)
        seen = self.ticks_for(studio, 4)
        what()
        self.ticks_for(studio, 1)
        unseen = self.ticks_for(studio, 4)
        self.assertLess(unseen, 0.6 * seen, f"{unseen} of {seen} ticks")

    def test_a_kill_loses_nothing_that_was_set(self):
        folder = self.folder()
        home = self.folder()
        files = [write_sine(folder / f"{i}.wav", 440, 60) for i in (1, 2)]
        studio = self.open(*files, home=home)
        studio.find("slider", "Volume").set_value(45)
        studio.show_page("Generator")
        studio.find("spin button", "Frequency").set_value(1234)
        state = home / "state" / "attacca" / "studio.json"

        def kept():
            if not state.exists():
                return False
            found = json.loads(state.read_text())
            return abs(found.get("volume", 0) - 0.45) < 0.01 and "1234" in state.read_text()

        studio.wait_for(kept, "the state on the disk")
        studio.end(9)
        again = self.open(home=home)
        self.assertEqual(again.find("spin button", "Frequency").value(), 1234)
        self.assertEqual(again.find("slider", "Volume").value(), 45)
        again.show_page("Player")
        rows = [one.name for one in again.find("list", "Playlist").children()]
        self.assertEqual([row[0] for row in rows], ["1", "2"])
        self.assertFalse(again.player().playing())

    def test_at_the_session_s_end_it_keeps_what_was_set_last_and_ends_well(self):
        home = self.folder()
        file = write_sine(self.folder() / "tone.wav", 440, 120)
        for sign in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(sign.name):
                studio = self.open(file, home=home)
                player = studio.player()
                studio.wait_for(player.playing, "sound")
                player.call("Seek", "(x)", 30_000_000)
                studio.wait_for(lambda: player.position_s() > 34, "the position")  # Kept by itself every 5 seconds.
                volume = 20 + int(sign)
                studio.find("slider", "Volume").set_value(volume)
                studio.end(sign)
                self.assertEqual(studio.process.returncode, 0)
                kept = json.loads((home / "state" / "attacca" / "studio.json").read_text())
                self.assertAlmostEqual(kept["volume"], volume / 100, delta=0.001)
                self.assertGreater(kept["position_s"], 33)

    def test_a_dialog_does_not_hold_it_up(self):
        studio = self.open()
        studio.key("ctrl+o")
        studio.wait_for(lambda: len(studio.windows()) > 1, "the dialog")
        studio.end()
        self.assertEqual(studio.process.returncode, 0)

    def test_a_damaged_state_is_said_and_set_aside(self):
        home = self.folder()
        state = home / "state" / "attacca" / "studio.json"
        state.parent.mkdir(parents=True)
        state.write_text('{"volume": 0.4, ')
        studio = self.open(home=home)
        studio.find_text("studio.json")
        self.assertGreaterEqual(len(list(state.parent.iterdir())), 1)
        studio.screenshot("damaged-state")

    def test_a_hidden_window_draws_nothing(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 120), "--size", "1280x720")
        self.expect_less_drawing(studio, lambda: studio.mouse("getactivewindow", "windowminimize", "--sync"))

    def test_a_window_that_another_covers_draws_nothing_until_it_is_seen_again(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 120), "--size", "1000x600")
        cover = Cover(self.desk.environment["DISPLAY"])
        self.addCleanup(cover.close)
        self.expect_less_drawing(studio, cover.show)
        covered = self.ticks_for(studio, 4)
        cover.hide()
        self.ticks_for(studio, 1)
        self.assertGreater(self.ticks_for(studio, 4), covered / 0.6)


if __name__ == "__main__":
    unittest.main()
