"""record: no half-written file, whatever ends it."""

import os
import signal
import subprocess
import time
import unittest

import wav_file
from program import EndToEnd, ffmpeg, needs, run, start

DEVICE = ("--device", "null")


class Record(EndToEnd):
    def begin(self, path, *arguments):
        """A recording under way; silence packs so well that a size would say little of it."""
        process = start("record", path, *DEVICE, *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        end = time.monotonic() + 20
        while not path.exists():
            self.assertLess(time.monotonic(), end, f"{path} never appeared")
            time.sleep(0.01)
        return process

    def test_a_second_is_a_second(self):
        path = self.folder / "take.wav"
        self.succeed("record", path, *DEVICE, "--duration", "1", "--rate", "48000", "--channels", "2", "--format", "i16")
        take = wav_file.read(path)
        self.assertEqual((take.rate, take.channels, take.bits, take.frames), (48000, 2, 16, 48000))

    def test_what_was_captured_before_a_kill_is_playable(self):
        for extension in ("wav", "flac"):
            path = self.folder / f"killed.{extension}"
            process = self.begin(path, "--rate", "48000", "--channels", "2")
            started = time.monotonic()
            time.sleep(2.5)
            seconds = time.monotonic() - started
            process.kill()
            process.wait()
            self.succeed("render", path, "--format", "i24", "-o", self.folder / "out.wav")
            kept = wav_file.read(self.folder / "out.wav")
            self.assertGreater(kept.frames / kept.rate, seconds - 1.3, extension)

    def test_an_interrupt_completes_the_file(self):
        path = self.folder / "stopped.wav"
        process = self.begin(path, "--format", "i16")
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(10), 0)
        take = wav_file.read(path)
        header = 44 if path.stat().st_size == 44 + len(take.data) else path.stat().st_size - len(take.data)
        self.assertEqual(path.stat().st_size, header + len(take.data))
        self.assertGreater(take.frames, 1000)

    def test_an_existing_file_is_not_overwritten_unasked(self):
        path = self.folder / "take.wav"
        path.write_bytes(b"precious")
        done = run("record", path, *DEVICE, "--duration", "0.2")
        self.assertNotEqual(done.status, 0)
        self.assertIn("take.wav", done.errors)
        self.assertEqual(path.read_bytes(), b"precious")
        self.succeed("record", path, *DEVICE, "--duration", "0.2", "--overwrite")
        self.assertGreater(wav_file.read(path).frames, 0)

    def test_a_full_disk_keeps_what_is_written_and_says_how_much(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk],
                                               capture_output=True).returncode != 0:
            self.skipTest("needs the right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        done = run("record", disk / "take.wav", *DEVICE, "--rate", "48000", "--format", "i16", "--duration", "30")
        self.assertEqual(done.status, 1, done.errors)
        self.assertIn("take.wav", done.errors)
        self.assertRegex(done.errors, r"\d")
        self.assertGreater(wav_file.read(disk / "take.wav").frames, 30000)

    @needs("ffmpeg")
    def test_another_program_reads_it(self):
        path = self.folder / "take.flac"
        self.succeed("record", path, *DEVICE, "--duration", "0.5")
        self.assertIn("Audio: flac", ffmpeg("-i", path, "-f", "null", "-"))


if __name__ == "__main__":
    unittest.main()
