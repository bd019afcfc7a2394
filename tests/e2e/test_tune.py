"""tune: what it reads of held notes, and what it refuses."""

import json
import math
import signal
import subprocess
import unittest

import wav_file
from program import ASSETS, EndToEnd, start

RATE = 44100


def frequency(midi, cents=0.0, a4=440.0):
    return a4 * 2 ** ((midi - 69 + cents / 100) / 12)


def tone(hz, seconds=0.6, level=0.25):
    """A held note of six harmonics."""
    harmonics = [k for k in range(1, 7) if k * hz < RATE / 2]
    return [level * sum(math.sin(2 * math.pi * hz * k * i / RATE + k * k) / k for k in harmonics) for i in range(int(seconds * RATE))]


class Tune(EndToEnd):
    def wav(self, samples, rate=RATE):
        return wav_file.write(self.folder / "in.wav", wav_file.of_floats(samples, rate))

    def readings(self, samples, *arguments):
        return self.succeed("tune", self.wav(samples), "--json", *arguments).json_lines()


class HeldNotes(Tune):
    def test_each_reads_within_a_cent(self):
        for midi, cents in ((24, 0), (28, 17), (40, -31), (45, 44), (57, 5), (69, -49), (84, 12), (96, -3), (108, 20)):
            with self.subTest(midi=midi, cents=cents):
                readings = self.readings(tone(frequency(midi, cents)))
                self.assertGreater(len(readings), 6)
                for reading in readings:
                    self.assertEqual(reading["midi"], midi)
                    self.assertAlmostEqual(reading["cents"], cents, delta=1.0)
                    self.assertGreater(reading["confidence"], 0.6)
                    self.assertIsNone(reading["string"])

    def test_a_reading_says_when_and_what(self):
        readings = self.readings(tone(frequency(69, 10)))
        self.assertEqual(set(readings[0]), {"time_s", "note", "midi", "cents", "hz", "confidence", "string"})
        self.assertEqual(readings[0]["note"], "A4")
        self.assertAlmostEqual(readings[-1]["hz"], frequency(69, 10), delta=0.2)
        times = [reading["time_s"] for reading in readings]
        self.assertEqual(times, sorted(times))
        self.assertTrue(0 <= times[0] < 0.15 and 0.4 < times[-1] <= 0.6, times)

    def test_the_tuning_is_what_a4_says(self):
        for a4 in (400, 432, 446.5, 480):
            readings = self.readings(tone(frequency(57, 8, a4)), "--a4", a4)
            self.assertEqual({reading["note"] for reading in readings}, {"A3"})
            self.assertAlmostEqual(readings[-1]["cents"], 8, delta=1.0)

    def test_a_new_note_is_followed_at_once(self):
        readings = self.readings(tone(frequency(60), 0.5) + tone(frequency(64, 20), 0.5))
        self.assertEqual({reading["note"] for reading in readings}, {"C4", "E4"})
        second = [reading for reading in readings if reading["time_s"] > 0.6]
        self.assertEqual({reading["note"] for reading in second}, {"E4"})
        self.assertAlmostEqual(second[0]["cents"], 20, delta=1.0)

    def test_silence_has_no_readings(self):
        self.assertEqual(self.readings([0.0] * RATE), [])
        self.assertEqual(self.readings([0.25] * RATE), [])

    def test_a_pipe_reads_like_the_file(self):
        path = self.wav(tone(frequency(50)))
        expected = self.succeed("tune", path, "--json").text
        self.assertEqual(self.succeed("tune", "-", "--json", stdin=path.read_bytes()).text, expected)


class Instruments(Tune):
    def test_the_nearest_string_and_which_way_to_turn(self):
        for instrument, midi, cents, string in (("guitar", 40, -20, "E2"), ("guitar", 56, 0, "G3"), ("bass", 33, 15, "A1"),
                                                ("ukulele", 67, -40, "G4"), ("violin", 74, 0, "D5 is none")):
            with self.subTest(instrument=instrument, midi=midi):
                reading = self.readings(tone(frequency(midi, cents)), "--instrument", instrument)[-1]
                expected = "E5" if "none" in string else string
                self.assertEqual(reading["string"], expected)
        self.assertAlmostEqual(reading["string_cents"], -200, delta=1.0)

    def test_lines_for_people_say_what_to_do(self):
        path = self.wav(tone(frequency(45, -12)))
        lines = self.succeed("tune", path, "--instrument", "guitar").text.splitlines()
        self.assertRegex(lines[-1], r"^ +0\.\d\d s  A2 +-1[123]\.\d cents  \[[.o|]+\] +109\.2\d Hz  A2 string: tune up 12 cents$")
        path = self.wav(tone(frequency(45, 30)))
        self.assertIn("tune down 30 cents", self.succeed("tune", path, "--instrument", "guitar").text.splitlines()[-1])
        path = self.wav(tone(frequency(45)))
        self.assertIn("in tune", self.succeed("tune", path, "--instrument", "guitar").text.splitlines()[-1])
        self.assertNotIn("tune", self.succeed("tune", path).text)


class WhatCannotBe(Tune):
    def test_options_out_of_range_are_usage_errors(self):
        path = self.wav(tone(440.0, 0.1))
        for arguments, words in ((("--a4", 399), ["--a4", "400", "480"]), (("--a4", "nan"), ["--a4"]), (("--a4", "A"), ["--a4"]),
                                 (("--instrument", "gitar"), ["gitar", "guitar"]), (("--device", "null"), ["--device"]),
                                 (("--buffer", 256), ["--buffer"])):
            with self.subTest(arguments=arguments):
                self.fail_with_words("tune", path, *arguments, status=2, words=words)

    def test_files_that_are_none_are_named(self):
        self.fail_with_words("tune", self.folder / "gone.wav", words=["gone.wav"])
        text = self.folder / "text.wav"
        text.write_text("no sound")
        self.fail_with_words("tune", text, words=["text.wav"])
        self.fail_with_words("tune", self.wav([]), words=["in.wav"])

    def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes(self):
        content = self.wav(tone(440.0)).read_bytes()
        path = self.folder / "cut.wav"
        path.write_bytes(content[: len(content) * 2 // 3 + 1])
        self.assertEqual({line["note"] for line in self.succeed("tune", path, "--json").json_lines()}, {"A4"})

    def test_a_rate_that_is_too_low_is_said_to_be_so(self):
        self.fail_with_words("tune", self.wav([0.1] * 4000, 4000), words=["in.wav", "8000", "sample rate"])

    def test_any_music_is_read_to_its_end(self):
        self.succeed("tune", ASSETS / "speech.flac", "--json")


class Devices(Tune):
    def test_an_interrupt_ends_it_well(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = start("tune", "--device", "null", "--buffer", 256, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)
            self.addCleanup(process.kill)
            self.assertIn("Listening", process.stderr.readline())
            process.send_signal(number)
            output, errors = process.communicate(timeout=20)
            self.assertEqual((process.returncode, output, errors), (0, "", ""))

    def test_an_unknown_device_is_named(self):
        self.fail_with_words("tune", "--device", "no-such-thing", words=["no-such-thing"])


if __name__ == "__main__":
    unittest.main()
