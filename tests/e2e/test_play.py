"""play on the null device, which keeps real time: keys, lists, the rule of the callback, and what it costs."""

import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
import time
import unittest

import signals
import wav_file
from program import ASSETS, EndToEnd, ffmpeg, needs, run, start

DEVICE = ("--device", "null")
MEMORY_LIMIT = 40 * 1024 * 1024


class Play(EndToEnd):
    def tone(self, name="tone.wav", seconds=0.5, rate=48000, amplitude=0.5):
        left = signals.sine(440, rate, int(seconds * rate), amplitude)
        return wav_file.write(self.folder / name, wav_file.of_floats(signals.interleaved(left, left), rate, 2))

    def play_json(self, *arguments, **options):
        lines = self.succeed("play", *arguments, *DEVICE, "--json", **options).json_lines()
        return lines, lines[-1]

    def test_it_takes_as_long_as_the_music(self):
        started = time.monotonic()
        self.succeed("play", self.tone(seconds=1.0), *DEVICE)
        self.assertGreater(time.monotonic() - started, 0.9)

    def test_no_allocation_lock_or_system_call_in_the_callback(self):
        _, stats = self.play_json(ASSETS / "demo.flac", "--start", "20", "--eq", "rock", "--limiter", "on", "--gain", "3")
        self.assertEqual(stats["event"], "stats")
        self.assertGreater(stats["callbacks"], 50)
        if "violations" not in stats:
            self.skipTest("this build carries no trap")
        self.assertEqual(stats["violations"], {"allocations": 0, "locks": 0, "system_calls": 0})

    def test_every_track_is_played_and_an_unreadable_one_is_named(self):
        (self.folder / "broken.flac").write_bytes(b"fLaC and no more")
        tracks = [self.tone("a.wav"), self.folder / "broken.flac", self.folder / "gone.wav", self.tone("b.wav")]
        done = run("play", *tracks, *DEVICE, "--json")
        self.assertEqual(done.status, 0, done.errors)
        started = [line["text"] for line in done.json_lines() if line["event"] == "track_started"]
        self.assertEqual(len(started), 2, started)
        self.assertIn("broken.flac", done.errors)
        self.assertIn("gone.wav", done.errors)

    def test_a_folder_plays_in_natural_order_and_a_playlist_in_its_own(self):
        for name in ("10.wav", "2.wav", "1.wav"):
            self.tone(name, 0.1)
        (self.folder / "list.m3u8").write_text("#EXTM3U\n10.wav\n1.wav\n")
        (self.folder / "music").mkdir()
        for name in ("10.wav", "2.wav", "1.wav"):
            (self.folder / name).rename(self.folder / "music" / name)
        (self.folder / "list.m3u8").rename(self.folder / "music" / "list.m3u8")
        for source, order in ((self.folder / "music" / "list.m3u8", ["10", "1"]), (self.folder / "music", ["1", "2", "10"])):
            lines, _ = self.play_json(source)
            started = [line["text"] for line in lines if line["event"] == "track_started"]
            self.assertEqual(len(started), len(order), started)
            for text, name in zip(started, order):
                self.assertIn(name, text)

    def test_nothing_that_can_be_played_is_a_failure(self):
        (self.folder / "broken.flac").write_bytes(b"no music")
        self.fail_with_words("play", self.folder / "broken.flac", *DEVICE, words=["broken.flac"])

    def test_standard_input(self):
        self.succeed("play", "-", *DEVICE, stdin=self.tone(seconds=0.2).read_bytes())

    def test_a_pipe_of_unknown_length_is_not_damaged(self):
        made = self.succeed("generate", "pink", "--duration", "0.3", "-o", "-").output
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as pipe:
            process = start("play", "-", *DEVICE, stdin=pipe.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            pipe.stdin.write(made)
            pipe.stdin.close()
            _, errors = process.communicate(timeout=20)
        self.assertEqual((process.returncode, errors), (0, b""))

    def test_speed_changes_how_long_it_takes(self):
        started = time.monotonic()
        self.succeed("play", self.tone(seconds=4.0), *DEVICE, "--speed", "4")
        self.assertLess(time.monotonic() - started, 3.0)

    def test_an_interrupt_ends_it_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = start("play", self.tone(seconds=30), *DEVICE, "--json", stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
            process.stdout.readline()
            process.send_signal(number)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, 0, number)

    @needs("ffmpeg")
    def test_memory_with_ten_minutes_of_flac(self):
        path = self.folder / "long.flac"
        ffmpeg("-f", "lavfi", "-i", "anoisesrc=d=600:a=0.1,aformat=channel_layouts=stereo", "-c:a", "flac",
               "-compression_level", "0", path)
        _, stats = self.play_json(path, "--start", "597", "--eq", "rock")
        self.assertLess(stats["peak_resident_bytes"], MEMORY_LIMIT)


class Terminal:
    """The program behind a terminal of its own, as in front of a person."""

    def __init__(self, *arguments):
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        # Keys belong to the foreground of a controlling terminal, so it must be one.
        self.process = start(*arguments, stdin=self.slave, stdout=self.slave, stderr=self.slave, start_new_session=True,
                             preexec_fn=lambda: fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0))
        self.shown = ""

    def wait_for(self, word, seconds=10.0):
        """Everything shown so far, once it holds the word."""
        end = time.monotonic() + seconds
        while word not in self.shown and time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                self.shown += os.read(self.master, 65536).decode(errors="replace")
        return self.shown

    def press(self, keys):
        self.shown = ""
        os.write(self.master, keys.encode())

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


class Keys(EndToEnd):
    def open(self, *arguments):
        left = signals.sine(440, 48000, 48000 * 20)
        path = wav_file.write(self.folder / "long.wav", wav_file.of_floats(left, 48000))
        terminal = Terminal("play", path, *DEVICE, *arguments)
        self.addCleanup(terminal.close)
        self.assertIn("0:20", terminal.wait_for("0:20"))
        return terminal

    def test_the_line_shows_position_levels_and_equalizer(self):
        terminal = self.open("--eq", "rock")
        self.assertIn("EQ", terminal.wait_for("EQ"))
        self.assertIn("1/1", terminal.shown)

    def test_arrows_seek(self):
        terminal = self.open()
        terminal.press("\x1b[C\x1b[C")
        self.assertIn("0:10 / 0:20", terminal.wait_for("0:10 / 0:20"))
        terminal.press("\x1b[D")
        self.assertRegex(terminal.wait_for("0:05"), r"0:0[567] / 0:20")

    def test_volume_and_bypass_are_shown(self):
        terminal = self.open("--eq", "rock")
        terminal.press("\x1b[B")
        self.assertIn("vol -1.0", terminal.wait_for("vol -1.0"))
        terminal.press("e")
        self.assertIn("EQ off", terminal.wait_for("EQ off"))

    def test_space_pauses(self):
        terminal = self.open()
        terminal.press(" ")
        self.assertIn("||", terminal.wait_for("||"))
        terminal.press(" ")
        self.assertIn("> ", terminal.wait_for("> "))

    def test_q_quits_and_the_terminal_is_as_it_was(self):
        terminal = self.open()
        terminal.press("q")
        self.assertEqual(terminal.process.wait(10), 0)
        self.assertEqual(termios.tcgetattr(terminal.slave), terminal.before)

    def test_a_signal_restores_the_terminal_too(self):
        terminal = self.open()
        terminal.process.send_signal(signal.SIGTERM)
        terminal.process.wait(10)
        self.assertEqual(termios.tcgetattr(terminal.slave), terminal.before)


if __name__ == "__main__":
    unittest.main()
