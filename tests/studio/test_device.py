"""The device page: another device and buffer while it plays, and a device that vanishes."""

import unittest

from sounds import write_sine
from window import WindowTest


class Device(WindowTest):
    def test_devices_come_into_the_list_are_played_on_and_vanish(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 120), "--page", "device")
        player = studio.player()
        studio.wait_for(player.playing, "sound")
        self.desk.add("headphones")
        studio.choose("Output", "headphones (pipewire)")
        studio.find_text("headphones: ")
        studio.screenshot("device-headphones")
        self.desk.remove("headphones")
        studio.wait_for(lambda: any("headphones" in one.name and one.role == "label" and "Hz" not in one.name
                                    for one in studio.controls()), "words about the device that is gone")
        studio.screenshot("device-gone")
        if not player.playing():
            player.call("Play")
        before = player.position_s()
        studio.wait_for(lambda: player.position_s() > before + 0.5, "the sound to go on")

    def test_a_smaller_buffer_is_less_late_in_words(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 120), "--page", "device")
        studio.wait_for(lambda: studio.player().playing(), "sound")
        studio.choose("Buffer", "4096 frames")
        studio.find_text("ms, red")
        studio.choose("Buffer", "128 frames")
        studio.find_text("ms, green: short enough")
        studio.screenshot("device-short-buffer")
        self.assertTrue(studio.player().playing())

    def test_what_does_not_answer_is_named_with_its_reason(self):
        studio = self.open("--page", "device")
        studio.find_text("does not answer: ")

    def test_statistics_count_and_are_drawn(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 120), "--page", "statistics")
        studio.wait_for(lambda: studio.player().playing(), "sound")
        studio.find_text("SCHED_")
        picture = next(one for one in studio.controls() if one.name == "Histogram of the time between callbacks")
        studio.wait_for(lambda: "p50" in picture.description, "counted callbacks")
        studio.find("push button", "Copy as text").press()
        studio.screenshot("statistics")


if __name__ == "__main__":
    unittest.main()
