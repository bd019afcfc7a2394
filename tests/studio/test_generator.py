"""The generator page: what is set is heard on the device."""

import unittest

from sounds import Listener, RATE, loudest_db
from window import WindowTest


class Generator(WindowTest):
    def listen(self, frequency_hz, reached, seconds=20):
        """Until the level of this tone on the speakers is as wanted; returns it."""
        listener = Listener(self.desk, "speakers", self.folder() / "heard.wav")
        self.addCleanup(listener.process.kill)
        self.studio.wait_for(lambda: listener.seconds() > 1.0, "a second of sound")
        level = loudest_db(listener.stop(), frequency_hz)
        return level

    def test_a_sine_of_the_frequency_and_level_set_is_heard_and_ends(self):
        studio = self.studio = self.open("--page", "generator")
        self.assertEqual(studio.find("spin button", "Level").value(), -20)
        studio.find("spin button", "Frequency").set_value(1000)
        studio.find("push button", "Start the signal").press()
        studio.find_text("Sounding on")
        self.assertAlmostEqual(self.listen(1000, None), -20, delta=0.5)
        studio.find("spin button", "Level").set_value(-30)
        self.assertAlmostEqual(self.listen(1000, None), -30, delta=0.5)
        studio.screenshot("generator-sounding")
        studio.find("push button", "Stop the signal").press()
        studio.find_text("Silent")
        self.assertLess(self.listen(1000, None), -80)

    def test_a_loud_level_is_warned_of_in_words(self):
        studio = self.open("--page", "generator")
        studio.find("spin button", "Level").set_value(-6)
        studio.find_text("can hurt ears")
        studio.find("spin button", "Level").set_value(-40)
        studio.wait_for(lambda: not any("can hurt ears" in one.name for one in studio.controls()), "no warning")

    def test_only_what_applies_can_be_set(self):
        studio = self.open("--page", "generator")
        self.assertFalse(studio.find("spin button", "Duty").enabled())
        studio.choose("Signal", "Square")
        studio.wait_for(studio.find("spin button", "Duty").enabled, "the duty")
        studio.choose("Signal", "Pink")
        studio.wait_for(studio.find("spin button", "Seed").enabled, "the seed")
        self.assertFalse(studio.find("spin button", "Frequency").enabled())


if __name__ == "__main__":
    unittest.main()
