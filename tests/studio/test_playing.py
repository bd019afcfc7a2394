"""Playing: files good and bad, the waveform, the volume, media keys."""

import os
import unittest

from desk import ROOT
from sounds import write_sine
from window import WindowTest

DEMO = ROOT / "assets" / "demo.flac"


class Playing(WindowTest):
    def rows(self, studio):
        lists = [one for one in studio.controls() if one.role == "list" and one.name == "Playlist"]
        return [one.name for one in lists[0].children()] if lists else []

    def test_of_many_files_the_damaged_are_named_and_the_others_play(self):
        folder = self.folder()
        good = [write_sine(folder / f"{i} good.wav", 440, 30) for i in (1, 3)]
        bad = folder / "2 damaged.flac"
        bad.write_bytes(DEMO.read_bytes()[:50] + os.urandom(2000))
        text = folder / "4 letter.wav"
        text.write_text("Dear listener, this is no sound.")
        studio = self.open(good[0], bad, good[1], text)
        studio.wait_for(lambda: studio.player().playing(), "sound")
        studio.wait_for(lambda: len(self.rows(studio)) == 4, "four rows")
        studio.player().call("Next")
        studio.wait_for(lambda: any("3 good" in row and "current" in row for row in self.rows(studio)), "the third to play")
        rows = self.rows(studio)
        self.assertRegex(rows[1], "2 damaged.*(cannot|damaged|not|no )")
        self.assertTrue(studio.player().playing())
        studio.screenshot("playlist-with-damaged-files")

    def test_a_folder_without_audio_is_said_in_words_and_the_rest_goes_on(self):
        folder = self.folder()
        (folder / "empty").mkdir()
        (folder / "empty" / "readme.txt").write_text("no music here")
        studio = self.open(write_sine(folder / "tone.wav", 440, 30), folder / "empty")
        studio.find_text("empty")
        studio.wait_for(lambda: studio.player().playing(), "sound")
        studio.screenshot("folder-without-audio")

    def test_without_anything_to_play_the_window_is_there(self):
        studio = self.open()
        studio.find_text("Nothing to play yet")
        studio.screenshot("empty")

    def test_the_waveform_is_sought_in_by_mouse_and_by_a_screen_reader(self):
        studio = self.open(write_sine(self.folder() / "tone.wav", 440, 100))
        slider = studio.find("slider", "Position")
        studio.wait_for(lambda: studio.player().playing(), "sound")
        studio.player().call("Pause")
        x, y, width, height = slider.box()
        studio.mouse("mousemove", x + width // 2, y + height // 2, "click", 1)
        studio.wait_for(lambda: abs(studio.player().position_s() - 50) < 2, "the middle of the track")
        slider.set_value(20)
        studio.wait_for(lambda: abs(studio.player().position_s() - 20) < 0.5, "20 s")

    def test_above_80_percent_it_warns_and_escape_is_quiet_at_once(self):
        studio = self.open(DEMO)
        volume = studio.find("slider", "Volume")
        studio.key("ctrl+Up", "ctrl+Up")
        studio.wait_for(lambda: volume.value() >= 89, "90 %")
        studio.find("label", "Loud")
        studio.key("Escape")
        studio.wait_for(lambda: volume.value() == 20, "20 %")
        studio.wait_for(lambda: not studio.look_for("label", "Loud"), "no warning")

    def test_media_keys_reach_it_over_the_bus(self):
        folder = self.folder()
        studio = self.open(*(write_sine(folder / f"{i}.wav", 440, 60) for i in (1, 2)))
        player = studio.player()
        studio.wait_for(player.playing, "sound")
        player.call("PlayPause")
        studio.wait_for(lambda: player.get("PlaybackStatus") == "Paused", "a pause")
        player.call("Seek", "(x)", 10_000_000)
        studio.wait_for(lambda: player.position_s() >= 10, "10 s")
        player.call("Play")
        studio.wait_for(player.playing, "sound again")
        player.call("Next")
        studio.wait_for(lambda: any(row.startswith("2") and "current" in row for row in self.rows(studio)), "the second track")
        self.assertLess(player.position_s(), 5)


if __name__ == "__main__":
    unittest.main()
