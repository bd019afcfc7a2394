"""A recording that ends by force, or for want of room, keeps what it had. Apart from the others: the sound server's monitors may be silent for a
while after a device or a client of theirs was torn away."""

import resource
import subprocess
import unittest

from sounds import RATE, wav_file
from window import WindowTest


class RecorderLoss(WindowTest):
    def take(self, studio, number):
        return next(iter(studio.home.joinpath("Music").glob(f"Take {number}.*")), None)

    def test_when_killed_the_take_is_kept_and_its_pause_left_out(self):
        studio = self.open("--page", "recorder")
        studio.choose("Input", "speakers")
        studio.find_text("Ready: nothing is written yet")
        studio.find("push button", "Record").press()
        studio.find_text("Recording take 1")
        studio.find("push button", "Pause").press()
        studio.find_text("Take 1 is paused")
        studio.find("push button", "Resume").press()
        studio.find_text("Recording take 1")
        studio.wait_for(lambda: self.take(studio, 1).stat().st_size > 2 * RATE * 6, "two seconds")
        studio.end(9)
        self.assertGreater(wav_file.read(self.take(studio, 1)).frames, RATE)

    def test_an_input_that_vanishes_ends_the_take_in_words_and_keeps_it(self):
        self.desk.add("cable")
        studio = self.open("--page", "recorder")
        studio.choose("Input", "cable")
        studio.find_text("Ready: nothing is written yet")
        studio.find("push button", "Record").press()
        studio.wait_for(lambda: self.take(studio, 1) and self.take(studio, 1).stat().st_size > RATE * 6, "a second")
        self.desk.remove("cable")
        studio.find_text("recorded until then")
        studio.screenshot("recorder-device-gone")
        self.assertGreater(wav_file.read(self.take(studio, 1)).frames, RATE // 2)

    def test_a_full_disk_ends_the_take_in_words_and_keeps_it(self):
        home = self.folder()
        disk = home / "Music"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True).returncode != 0:
            self.skipTest("needs the right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        studio = self.open("--page", "recorder", home=home)
        self.record_until_nothing_fits(studio)
        studio.screenshot("recorder-disk-full")

    def test_a_limit_on_the_size_of_files_does_not_end_the_program(self):
        studio = self.open("--page", "recorder")
        resource.prlimit(studio.process.pid, resource.RLIMIT_FSIZE, (200_000, 200_000))
        self.record_until_nothing_fits(studio)

    def record_until_nothing_fits(self, studio):
        studio.choose("Input", "speakers")
        studio.find_text("Ready: nothing is written yet")
        studio.find("push button", "Record").press()
        studio.find_text("recorded until then")
        self.assertGreater(wav_file.read(self.take(studio, 1)).frames, RATE // 4)
        studio.find_text("Ready: nothing is written yet")
        self.assertTrue(studio.find("push button", "Record").enabled())


if __name__ == "__main__":
    unittest.main()
