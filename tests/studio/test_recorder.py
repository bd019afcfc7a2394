"""The recorder page: takes hold what the microphone heard, which is the speakers' monitor."""

import unittest

from sounds import Listener, RATE, loudest_db, play_into, wav_file, write_sine
from window import WindowTest


class Recorder(WindowTest):
    def take(self, studio, number):
        return next(iter(studio.home.joinpath("Music").glob(f"Take {number}.*")), None)

    def test_a_take_holds_the_tone_that_was_played_and_levels_show_before_it(self):
        play_into(self, "speakers", write_sine(self.folder() / "tone.wav", 1000, 4))
        studio = self.open("--page", "recorder")
        studio.choose("Input", "speakers")
        studio.find_text("Ready: nothing is written yet")
        meter = studio.wait_for(lambda: next((one for one in studio.controls() if one.name == "Input level"), None),
                                "the meter")
        studio.wait_for(lambda: "-12 dB" in meter.description, "the level of the tone")
        self.assertIsNone(self.take(studio, 1))
        studio.find("push button", "Record").press()
        studio.find_text("Recording take 1")
        studio.wait_for(lambda: self.take(studio, 1) and self.take(studio, 1).stat().st_size > 2 * RATE * 6, "two seconds")
        studio.screenshot("recorder-recording")
        studio.find("push button", "Next take").press()
        studio.find_text("Recording take 2")
        studio.find("push button", "Stop").press()
        studio.find_text("Ready: nothing is written yet")
        first = wav_file.read(self.take(studio, 1))
        self.assertEqual((first.rate, first.channels, first.bits), (RATE, 2, 24))
        samples = [value / 2**23 for value in first.channel(0)]
        self.assertAlmostEqual(loudest_db(samples, 1000), -12.04, delta=0.3)
        self.assertIsNotNone(self.take(studio, 2))
        names = [one.name for one in studio.controls()]
        self.assertIn("Take 1.wav", names)
        self.assertIn("Take 2.wav", names)
        studio.screenshot("recorder-takes")

    def test_a_folder_that_cannot_be_is_said_in_words(self):
        home = self.folder()
        home.joinpath("Music").write_text("not a folder")
        studio = self.open("--page", "recorder", home=home)
        studio.find_text("Ready: nothing is written yet")
        studio.find("push button", "Record").press()
        studio.find_text("choose another folder")

    def test_the_input_is_heard_only_when_asked_for_and_takes_are_played(self):
        self.desk.add("headphones")
        self.addCleanup(self.desk.remove, "headphones")
        play_into(self, "speakers", write_sine(self.folder() / "tone.wav", 1000, 4))
        studio = self.open("--page", "recorder", "--device", "pipewire:headphones")
        studio.choose("Input", "speakers")
        studio.find_text("Ready: nothing is written yet")
        self.assertLess(self.headphones_db(studio), -100)
        studio.find("check box", "Hear the input").press()
        # Two clocks meet: it may fall silent at first, until it waits long enough.
        studio.wait_for(lambda: abs(self.headphones_db(studio) + 24.04) < 0.5, "-24 dB in the headphones")
        studio.find("check box", "Hear the input").press()
        studio.find("push button", "Record").press()
        studio.wait_for(lambda: self.take(studio, 1) and self.take(studio, 1).stat().st_size > RATE * 6, "a second")
        studio.find("push button", "Stop").press()
        studio.find_text("Take 1.wav")
        studio.find("push button", "Play take").press()
        studio.wait_for(lambda: studio.player().playing(), "the take to play")

    def headphones_db(self, studio):
        listener = Listener(self.desk, "headphones", self.folder() / "heard.wav")
        self.addCleanup(listener.process.kill)
        studio.wait_for(lambda: listener.seconds() > 1.2, "the sound")
        return loudest_db(listener.stop(), 1000)


if __name__ == "__main__":
    unittest.main()
