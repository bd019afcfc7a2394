"""The equalizer: its nodes by keys and mouse, seen, and heard on the device."""

import random
import unittest

import sounds
from sounds import Listener, RATE, loudest_db, write_sine
from window import WindowTest

BAND = "Band 5, peaking"  # 960 Hz at first.


class Equalizer(WindowTest):
    def node(self, studio):
        return studio.wait_for(lambda: next((one for one in studio.controls() if one.name.startswith(BAND)), None), BAND)

    def heard(self, studio, seconds=1.2):
        listener = Listener(self.desk, "speakers", self.folder() / "heard.wav")
        self.addCleanup(listener.process.kill)
        studio.wait_for(lambda: listener.seconds() > seconds, "the sound")
        return listener.stop()

    def level_db(self, studio):
        return loudest_db(self.heard(studio), 960)

    def test_a_node_moved_by_keys_is_heard_and_bypass_and_the_other_setting_are_not(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 960, 120))
        studio.wait_for(lambda: studio.player().playing(), "sound")
        flat = self.level_db(studio)
        self.node(studio).focus()
        studio.key(*["Up"] * 12)
        studio.wait_for(lambda: "+6.0 dB" in self.node(studio).name, "6 dB")
        self.assertAlmostEqual(self.level_db(studio) - flat, 6, delta=0.3)
        studio.screenshot("equalizer-raised")
        studio.key("e")
        bypass = studio.find("check box", "Bypass the equalizer")
        studio.wait_for(bypass.checked, "the bypass")
        self.assertAlmostEqual(self.level_db(studio), flat, delta=0.1)
        studio.key("e")
        studio.wait_for(lambda: not bypass.checked(), "the equalizer")
        studio.key("a")
        studio.find("push button", "Equalizer B")
        self.assertAlmostEqual(self.level_db(studio), flat, delta=0.1)
        studio.key("a")
        studio.find("push button", "Equalizer A")
        studio.wait_for(lambda: "+6.0 dB" in self.node(studio).name, "6 dB again")

    def test_a_node_is_dragged_widened_and_reset_by_the_mouse(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 960, 120))
        x, y, width, height = self.node(studio).box()
        x, y = x + width // 2, y + height // 2
        studio.mouse("mousemove", x, y, "mousedown", 1, "mousemove", x, y - 20, "mousemove", x, y - 40, "mouseup", 1)
        studio.wait_for(lambda: " 0.0 dB" not in self.node(studio).name and "+" in self.node(studio).name, "a raised band")
        before = self.node(studio).name
        studio.mouse("click", 4)
        studio.wait_for(lambda: self.node(studio).name.rsplit("Q", 1)[1] != before.rsplit("Q", 1)[1], "another Q")
        studio.screenshot("equalizer-dragged")
        studio.mouse("click", "--repeat", 2, "--delay", 40, 1)
        studio.wait_for(lambda: ", 0.0 dB" in self.node(studio).name, "0 dB")

    def test_bypassed_and_at_full_volume_the_device_gets_the_file_itself(self):
        noise = random.Random(5)
        samples = [noise.randint(-8000, 8000) for _ in range(RATE * 20)]
        studio = self.open(sounds.write(self.folder() / "noise.wav", samples))
        studio.find("slider", "Volume").set_value(100)
        self.node(studio).focus()
        studio.key("Up", "Up", "e")
        studio.wait_for(studio.find("check box", "Bypass the equalizer").checked, "the bypass")
        studio.wait_for(lambda: studio.player().playing(), "sound")
        heard = [round(value * 32768) for value in self.heard(studio, 2.0)[RATE:2 * RATE]]
        place = {tuple(samples[i:i + 4]): i for i in range(len(samples) - RATE)}.get(tuple(heard[:4]))
        self.assertIsNotNone(place, "what is heard is not in the file")
        self.assertEqual(heard[:8000], samples[place:place + 8000])


if __name__ == "__main__":
    unittest.main()
