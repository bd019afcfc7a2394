"""notes: what is written of a recording, in each format, and what is refused."""

import csv
import io
import json
import math
import unittest

import wav_file
from program import EndToEnd

RATE = 16000
MELODY = (60, 64, 67, 72)


def tone(pitch, seconds, a4=440.0, level=0.3):
    """A note with harmonics that fade, as a plucked string's do."""
    hz = a4 * 2 ** ((pitch - 69) / 12)
    fade = [math.exp(-3.0 * i / RATE) * min(1.0, i / 80) for i in range(int(seconds * RATE))]
    return [level * f * sum(math.sin(2 * math.pi * hz * k * i / RATE) / k for k in range(1, 6) if hz * k < RATE / 2)
            for i, f in enumerate(fade)]


def melody(a4=440.0):
    samples = [0.0] * (RATE // 4)
    for pitch in MELODY:
        samples += tone(pitch, 0.5, a4)
    return samples + [0.0] * (RATE // 2)


class Notes(EndToEnd):
    def wav(self, samples):
        return wav_file.write(self.folder / "in.wav", wav_file.of_floats(samples, RATE, 1))

    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.succeed("notes", *arguments, "--quiet").text)))

    def test_csv_has_the_notes_in_their_order_and_place(self):
        rows = self.rows(self.wav(melody()))
        self.assertEqual([int(row["midi_pitch"]) for row in rows], list(MELODY))
        for i, row in enumerate(rows):
            self.assertAlmostEqual(float(row["onset_s"]), 0.25 + 0.5 * i, delta=0.05)
            self.assertGreater(float(row["offset_s"]), float(row["onset_s"]))
            self.assertTrue(1 <= int(row["velocity"]) <= 127 and 0 <= float(row["confidence"]) <= 1)
        self.assertEqual(list(rows[0]), ["onset_s", "offset_s", "midi_pitch", "velocity", "confidence"])

    def test_start_counts_from_the_beginning_of_the_file(self):
        rows = self.rows(self.wav(melody()), "--start", 1.2)
        self.assertAlmostEqual(float(rows[-1]["onset_s"]), 1.75, delta=0.05)

    def test_detected_comes_soon_after_the_onset_and_holds_when_the_file_is_cut(self):
        samples = melody()
        rows = self.rows(self.wav(samples), "--detected")
        for row in rows:
            self.assertTrue(0.0 <= float(row["detected_s"]) - float(row["onset_s"]) <= 0.2, row)
        cut_s = 1.4
        cut = self.rows(self.wav(samples[: int(cut_s * RATE)]), "--detected")
        certain = [row["midi_pitch"] for row in rows if float(row["detected_s"]) < cut_s]
        self.assertEqual([row["midi_pitch"] for row in cut][: len(certain)], certain)

    def test_json_names_the_notes(self):
        notes = [json.loads(line) for line in self.succeed("notes", self.wav(melody()), "--json").text.splitlines()]
        self.assertEqual([note["note"] for note in notes], ["C4", "E4", "G4", "C5"])
        self.assertLess(max(abs(note["cents"]) for note in notes), 10)

    def test_midi_and_picture_follow_the_extension(self):
        source = self.wav(melody())
        self.succeed("notes", source, "-o", self.folder / "out.mid", "--tempo", 60, "--quantize", 16)
        midi = (self.folder / "out.mid").read_bytes()
        self.assertTrue(midi.startswith(b"MThd") and midi.endswith(b"\xff\x2f\x00"))
        self.assertEqual(midi.count(b"\x90"), len(MELODY))
        self.succeed("notes", source, "-o", self.folder / "out.png", "--size", "640x360")
        self.assertTrue((self.folder / "out.png").read_bytes().startswith(b"\x89PNG"))

    def test_a_profile_leaves_out_what_its_voice_does_not_sing(self):
        self.assertEqual([int(row["midi_pitch"]) for row in self.rows(self.wav(melody()), "--profile", "baritone")],
                         [pitch for pitch in MELODY if pitch <= 69])

    def test_f0_follows_one_voice_every_ten_milliseconds(self):
        rows = list(csv.DictReader(io.StringIO(self.succeed("notes", self.wav(melody()), "--f0").text)))
        self.assertEqual(list(rows[0]), ["time_s", "f0_hz", "confidence"])
        times = [float(row["time_s"]) for row in rows]
        self.assertEqual(times, [round(0.01 * i, 4) for i in range(len(rows))])
        at = {round(float(row["time_s"]), 2): float(row["f0_hz"]) for row in rows}
        self.assertEqual(at[0.1], 0.0)
        for i, pitch in enumerate(MELODY):
            self.assertLess(abs(1200 * math.log2(at[round(0.5 + 0.5 * i, 2)] / (440 * 2 ** ((pitch - 69) / 12)))), 5)
        lines = self.succeed("notes", self.wav(melody()), "--f0", "--json", "--start", 1, "--duration", 0.2).text.splitlines()
        self.assertAlmostEqual(json.loads(lines[0])["time_s"], 1.0)
        self.fail_with_words("notes", self.wav(melody()), "--f0", "-o", self.folder / "a.mid", status=2, words=["--f0"])
        self.fail_with_words("notes", self.wav(melody()), "--f0", "--mono", status=2, words=["--f0", "--mono"])

    def test_mains_hum_beside_a_note_is_no_note(self):
        for mains_hz in (50, 60):
            samples = [0.0] * (RATE // 2) + tone(60, 1.0) + [0.0] * (RATE // 2)
            hum = [0.03 * sum(math.sin(2 * math.pi * mains_hz * k * i / RATE) / 2 ** (k - 1) for k in (1, 2, 3))
                   for i in range(len(samples))]
            rows = self.rows(self.wav([a + b for a, b in zip(samples, hum)]))
            self.assertEqual([int(row["midi_pitch"]) for row in rows], [60], mains_hz)

    def test_silence_has_no_notes(self):
        self.assertEqual(self.rows(self.wav([0.0] * RATE)), [])
        self.assertEqual(self.rows(self.wav([0.0] * (RATE // 10))), [])

    def test_what_makes_no_sense_is_refused(self):
        source = self.wav(melody())
        for arguments, word in ((("--a4", "390"), "400 to 480"), (("--a4", "nan"), "400 to 480"), (("--profile", "sopran"), "soprano"),
                                (("--tempo", "90"), "MIDI"), (("--quantize", "5"), "16"), (("--size", "640x360"), "picture"),
                                (("--min-note-ms", "5"), "10"), (("--json", "--format", "csv"), "--format")):
            self.fail_with_words("notes", source, *arguments, status=2, words=[arguments[0], word])
        self.fail_with_words("notes", self.folder / "none.wav", status=1, words=["none.wav"])
        (self.folder / "text.wav").write_text("no sound")
        self.fail_with_words("notes", self.folder / "text.wav", status=1, words=["text.wav"])


if __name__ == "__main__":
    unittest.main()
