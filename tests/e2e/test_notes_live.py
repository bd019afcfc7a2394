"""notes --live: what a device plays is printed, timed and sent as MIDI; how it ends, and what it refuses."""

import csv
import json
import math
import os
import re
import signal
import subprocess
import unittest

import sound_servers
import wav_file
from program import PROGRAM, EndToEnd, needs, start

RATE = 48000
MELODY = (60, 64, 67, 72, 61, 57)
MIDI_LINE = re.compile(r": ([89])0 ([0-9a-f]{2}) ([0-9a-f]{2}) ")
MONITOR = "midi-monitor:input"


def tone(pitch, seconds, fade=3.0):
    """A note with harmonics; plucked, it fades."""
    hz = 440.0 * 2 ** ((pitch - 69) / 12)
    return [0.25 * math.exp(-fade * i / RATE) * min(1.0, i / 240) * sum(math.sin(2 * math.pi * hz * k * i / RATE) / k for k in range(1, 6))
            for i in range(int(seconds * RATE))]


def silence(seconds):
    return [0.0] * int(seconds * RATE)


def holds_in_order(whole, part):
    rest = iter(whole)
    return all(item in rest for item in part)


class Live(EndToEnd):
    environment = None

    def wav(self, samples):
        return wav_file.write(self.folder / "in.wav", wav_file.of_floats(samples, RATE, 1))

    def begin(self, *arguments):
        """Returns once it listens."""
        self.output = self.folder / "live.out"
        with open(self.output, "wb") as output:
            process = start("notes", "--live", *arguments, env=self.environment, stdin=subprocess.DEVNULL, stdout=output,
                            stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        line = process.stderr.readline()
        self.assertIn("Listening", line, line + process.stderr.read() if process.poll() is not None else line)
        return process

    def lines(self):
        return self.output.read_text().splitlines()

    def events(self):
        return [json.loads(line) for line in self.lines()]

    def heard(self, kind):
        return [event for event in self.events() if event["event"] == kind]

    def end(self, process, status=0):
        errors = process.stderr.read()
        self.assertEqual(process.wait(20), status, errors)
        return errors

    def interrupt(self, process, number=signal.SIGINT):
        process.send_signal(number)
        return self.end(process)


@needs(*sound_servers.PROGRAMS, "jackd", "jack_lsp", "jack_midi_dump", "stdbuf")
class OnServers(Live):
    """Sound by PipeWire, MIDI by JACK."""

    @classmethod
    def setUpClass(cls):
        cls.pipewire = sound_servers.Pipewire("one")
        cls.addClassCleanup(cls.pipewire.close)
        cls.jack = sound_servers.Jack(cls.pipewire.environment)
        cls.addClassCleanup(cls.jack.close)
        cls.environment = cls.jack.environment

    def setUp(self):
        super().setUp()
        self.assertTrue(sound_servers.eventually(self.is_listed), "the sink does not appear")
        self.dump = self.folder / "midi.txt"
        with open(self.dump, "wb") as dump:
            self.monitor = subprocess.Popen(["stdbuf", "-oL", "jack_midi_dump"], env=self.environment, stdin=subprocess.DEVNULL,
                                            stdout=dump, stderr=subprocess.DEVNULL)
        self.addCleanup(self.monitor.wait)
        self.addCleanup(self.monitor.terminate)
        self.assertTrue(sound_servers.eventually(lambda: MONITOR in self.jack.ports()), "nobody listens to MIDI")

    def run_program(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def is_listed(self):
        devices = json.loads(self.run_program("devices", "--json"))["devices"]
        return any(device["id"] == "pipewire:one.monitor" for device in devices)

    def play(self, path):
        self.run_program("play", path, "--device", "pipewire:one", "--quiet")

    def midi(self):
        """(on, pitch, velocity) of each message that arrived."""
        found = MIDI_LINE.findall(self.dump.read_text())
        return [(kind == "9", int(pitch, 16), int(velocity, 16)) for kind, pitch, velocity in found]

    def test_what_is_played_is_printed_and_sent_as_the_file_has_it(self):
        samples = silence(0.3)
        for pitch in MELODY:
            samples += tone(pitch, 0.5)
        path = self.wav(samples + silence(0.7))
        written = [json.loads(line) for line in self.run_program("notes", path, "--json").splitlines()]
        self.assertEqual([note["midi_pitch"] for note in written], list(MELODY))

        kept = self.folder / "kept.csv"
        process = self.begin("--device", "pipewire:one.monitor", "--json", "--stats", "--midi-out", "midi-monitor", "-o", kept)
        self.play(path)
        self.assertTrue(sound_servers.eventually(lambda: len(self.heard("off")) >= len(MELODY)), self.lines())
        self.interrupt(process)

        events = self.events()
        begun = self.heard("on")
        self.assertTrue(holds_in_order([note["midi_pitch"] for note in begun], MELODY), begun)
        stats = events[-1]
        self.assertEqual(stats["event"], "stats")
        if stats["xruns"] == 0 and stats["lost_frames"] == 0 and len(begun) == len(MELODY):
            self.check_as_in_the_file(self.heard("off"), written)

        # MIDI has the same notes, in the same order, and leaves none behind.
        told = [(event["event"] == "on", event["midi_pitch"]) for event in events[:-1]]
        self.assertTrue(sound_servers.eventually(lambda: len(self.midi()) >= len(told)), self.midi())
        self.assertEqual([(on, pitch) for on, pitch, _ in self.midi()], told)
        self.assertEqual([velocity for on, _, velocity in self.midi() if on], [note["velocity"] for note in begun])

        # What took how long was measured of each note.
        self.assertEqual(stats["onset_to_told"]["count"], len(begun))
        self.assertGreaterEqual(stats["onset_to_told"]["max_ms"], stats["onset_to_certainty"]["min_ms"])
        self.assertGreater(stats["onset_to_told"]["min_ms"], 0.0)
        self.assertGreater(stats["block_to_recognized"]["count"], len(begun))
        self.assertGreater(stats["block_to_recognized"]["min_ms"], 0.0)
        self.assertEqual(stats.get("violations", {"locks": 0})["locks"], 0)

        rows = list(csv.DictReader(kept.read_text().splitlines()))
        self.assertEqual(sorted(int(row["midi_pitch"]) for row in rows), sorted(note["midi_pitch"] for note in begun))

    def check_as_in_the_file(self, ended, written):
        """Where the two begin in the sound differs by up to a step of the recognizer."""
        ended.sort(key=lambda note: note["onset_s"])
        later = ended[0]["onset_s"] - written[0]["onset_s"]
        for live, filed in zip(ended, written):
            self.assertEqual(live["midi_pitch"], filed["midi_pitch"])
            self.assertAlmostEqual(live["onset_s"] - later, filed["onset_s"], delta=0.03)
            self.assertAlmostEqual(live["cents"], filed["cents"], delta=5)

    def hold_a_note(self, *arguments):
        """Listens until a note of ten seconds has begun."""
        path = self.wav(silence(0.2) + tone(69, 10.0, fade=0.0))
        process = self.begin("--device", "pipewire:one.monitor", *arguments)
        player = start("play", path, "--device", "pipewire:one", "--quiet", env=self.environment, stdin=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.addCleanup(player.wait)
        self.addCleanup(player.kill)
        self.assertTrue(sound_servers.eventually(lambda: any(" on " in line for line in self.lines())), self.lines())
        return process

    def test_an_interrupt_ends_the_notes_that_sound(self):
        process = self.hold_a_note("--midi-out", MONITOR)
        self.interrupt(process)
        self.assertRegex(self.lines()[0], r"^ +\d+\.\d{3} s  on   A4   MIDI  69  +[+-]\d\.\d cents  velocity +\d+$")
        self.assertRegex(self.lines()[-1], r"^ +\d+\.\d{3} s  off  A4   lasted \d+\.\d{3} s$")
        self.assertTrue(sound_servers.eventually(lambda: (False, 69, 64) in self.midi()), self.midi())
        self.assertEqual(sum(on for on, _, _ in self.midi()), sum(not on for on, _, _ in self.midi()))

    def test_a_port_of_our_own_is_there_while_it_listens(self):
        process = self.begin("--device", "pipewire:one.monitor", "--midi-out", "jack:virtual")
        self.assertIn("Attacca:Attacca", self.jack.ports())
        self.interrupt(process, signal.SIGTERM)
        self.assertNotIn("Attacca:Attacca", self.jack.ports())

    def test_ports_are_listed_and_unknown_ones_named(self):
        self.assertRegex(self.run_program("notes", "--midi-out", "list"), r"(?m)^ *\d+  jack:midi-monitor:input$")
        self.fail_with_words("notes", "--live", "--midi-out", "midi-monitr:input", environment=self.environment,
                             words=["midi-monitr", "did you mean \"midi-monitor:input\""])

    def test_a_device_that_vanishes_is_said_to_have_and_its_notes_end(self):
        process = self.hold_a_note("--midi-out", "midi-monitor")
        self.pipewire.remove("one")
        self.addCleanup(self.pipewire.add, "one")
        self.assertIn("is gone", self.end(process, status=1))
        self.assertIn(" off ", self.lines()[-1])
        self.assertTrue(sound_servers.eventually(lambda: (False, 69, 64) in self.midi()), self.midi())


class WithoutServers(Live):
    def test_an_interrupt_ends_it_well(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.begin("--device", "null")
            self.assertIn("0 notes", self.interrupt(process, number))
            self.assertEqual(self.lines(), [])

    def test_a_duration_ends_it(self):
        done = self.succeed("notes", "--live", "--device", "null", "--duration", "12000f", "--quiet", "--stats")
        self.assertEqual(done.errors, "")
        for word in ("block to recognized p50", "p95", "onset to told", "frames lost"):
            self.assertIn(word, done.text)
        out = self.folder / "none.mid"
        done = self.succeed("notes", "--live", "--device", "null", "--duration", 0.1, "--json", "-o", out)
        self.assertEqual(done.text, "")
        self.assertTrue(out.read_bytes().startswith(b"MThd"))

    def test_what_is_asked_of_the_wrong_source_is_refused(self):
        path = self.wav(tone(60, 0.2))
        for arguments, word in (((path, "--live"), "--live"), (("--live", "-o", "x.png"), "piano roll"), ((), "--live"),
                                ((path, "--midi-out", "virtual"), "--midi-out"), ((path, "--device", "null"), "--device"),
                                ((path, "--stats"), "--stats"), ((path, "--buffer", "64"), "--buffer"),
                                (("--live", "--start", "1"), "--start"), (("--live", "--f0"), "--f0"),
                                (("--live", "--format", "csv"), "--format"), (("--live", "--detected"), "--detected"),
                                (("--live", "-o", "-"), "--output"), (("--live", "--tempo", "90"), "--tempo")):
            with self.subTest(arguments=arguments):
                self.fail_with_words("notes", *arguments, status=2, words=[word])
        self.assertFalse((self.folder / "x.png").exists())

    def test_what_is_not_there_is_named(self):
        self.fail_with_words("notes", "--live", "--device", "no-such-thing", words=["no-such-thing"])
        self.fail_with_words("notes", "--live", "--device", "null", "-o", self.folder / "gone" / "x.mid", words=["gone"])

    @unittest.skipIf(os.path.exists("/dev/snd/seq"), "here ALSA's sequencer answers")
    def test_midi_without_a_system_says_what_each_lacks(self):
        nowhere = {"JACK_DEFAULT_SERVER": "attacca-no-such-server"}
        for port in ("virtual", "synth", "0"):
            self.fail_with_words("notes", "--live", "--device", "null", "--midi-out", port, environment=nowhere,
                                 words=["no MIDI system answers", "alsa: no sequencer", "jack: no JACK server"])


if __name__ == "__main__":
    unittest.main()
