"""Proves that tools/note_set makes clips of the notes that it says."""

import importlib.util
import json
import subprocess
import tempfile
import unittest
import wave
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "note_set"


@unittest.skipUnless(importlib.util.find_spec("numpy"), "needs python3-numpy")
class NoteSet(unittest.TestCase):
    def test_a_melody_sounds_at_its_written_pitches(self):
        import numpy as np

        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run([SCRIPT, folder, "--seed", "3", "--only", "t1_pipe"], check=True)
            clips = json.loads((folder / "manifest.json").read_text())["clips"]
            self.assertEqual([clip["id"] for clip in clips], ["t1_pipe"])
            with wave.open(str(folder / "t1_pipe.wav")) as file:
                samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
            rows = (folder / "t1_pipe.csv").read_text().splitlines()[1:]
            self.assertGreater(len(rows), 5)
            for row in rows:
                onset, offset, midi = (float(value) for value in row.split(",")[:3])
                part = samples[int(onset * 48000) : int(offset * 48000)]
                spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 18))
                hz = np.argmax(spectrum) * 48000 / (1 << 18)
                self.assertAlmostEqual(69 + 12 * np.log2(hz / 440), midi, delta=0.2)

    def test_single_notes_of_the_whole_piano_are_drawn_by_the_seed(self):
        def clip(seed):
            with tempfile.TemporaryDirectory() as name:
                arguments = ["--seed", str(seed), "--varied", "--only", "wide_pipe"]
                subprocess.run([SCRIPT, name, *arguments], check=True)
                rows = (Path(name) / "t1_wide_pipe.csv").read_text().splitlines()[1:]
                return [[float(value) for value in row.split(",")] for row in rows], (Path(name) / "t1_wide_pipe.wav").read_bytes()

        notes, sound = clip(4)
        self.assertGreater(len(notes), 8)
        self.assertTrue(all(21 <= note[2] <= 108 for note in notes))
        self.assertTrue(all(first[1] < second[0] for first, second in zip(notes, notes[1:])), "they do not overlap")
        self.assertEqual(clip(4), (notes, sound))
        self.assertNotEqual(clip(5)[0], notes)


if __name__ == "__main__":
    unittest.main()
