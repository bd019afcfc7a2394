"""vad: where speech is found in a recording, in each format; cutting, and what is refused."""

import csv
import io
import json
import math
import random
import subprocess
import unittest

import wav_file
from program import EndToEnd, needs

RATE = 16000
BEGIN_S, SILENCE_S = 1.0, 1.5


@needs("espeak-ng")
class Vad(EndToEnd):
    """By the built-in detector: no model need be installed."""

    def spoken(self, text, voice="en-us+m3"):
        """One channel at RATE."""
        path = self.folder / "spoken.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), text], check=True)
        read = wav_file.read(path)
        samples = [value / 2 ** (read.bits - 1) for value in read.channel(0)]
        step = read.rate / RATE
        def at(place):
            i = int(place)
            return samples[i] + (place - i) * (samples[i + 1] - samples[i])
        return [at(k * step) for k in range(int((len(samples) - 1) / step))]

    def recording(self):
        """Faint noise, a sentence, noise, a sentence, noise; where the sentences are."""
        noise = random.Random(1)
        samples, places = [0.0] * int(BEGIN_S * RATE), []
        for text in ("The train to the north leaves at nine in the morning.", "Could you open the window, please?"):
            speech = self.spoken(text)
            loud = [i for i, value in enumerate(speech) if abs(value) > 0.02]
            places.append(((len(samples) + loud[0]) / RATE, (len(samples) + loud[-1]) / RATE))
            samples += speech + [0.0] * int(SILENCE_S * RATE)
        samples = [0.5 * value + noise.gauss(0, 0.0005) for value in samples]
        return wav_file.write(self.folder / "in.wav", wav_file.of_floats(samples, RATE, 1)), places

    def vad(self, *arguments):
        return self.succeed("vad", "--vad", "builtin", "--quiet", *arguments)

    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.vad(*arguments).text)))

    def test_segments_lie_where_somebody_speaks(self):
        path, places = self.recording()
        rows = self.rows(path)
        self.assertEqual(list(rows[0]), ["start_s", "end_s", "decided_s"])
        self.assertEqual(len(rows), len(places), rows)
        for row, (start_s, end_s) in zip(rows, places):
            self.assertAlmostEqual(float(row["start_s"]), start_s, delta=0.1)
            self.assertAlmostEqual(float(row["end_s"]), end_s, delta=0.25)
            self.assertTrue(0 < float(row["decided_s"]) - float(row["start_s"]) < 0.3, row)

    def test_rumble_is_taken_away_and_a_gate_moves_no_time(self):
        path, places = self.recording()
        samples = wav_file.read(path).samples()
        rumble = [value + 0.4 * math.sin(2 * math.pi * 15 * i / RATE) for i, value in enumerate(samples)]
        loud = wav_file.write(self.folder / "rumble.wav", wav_file.of_floats(rumble, RATE, 1))
        for rows in (self.rows(loud, "--highpass", "100"), self.rows(path, "--gate", "-50")):
            self.assertEqual(len(rows), len(places), rows)
            for row, (start_s, end_s) in zip(rows, places):
                self.assertAlmostEqual(float(row["start_s"]), start_s, delta=0.1)
                self.assertAlmostEqual(float(row["end_s"]), end_s, delta=0.25)

    def test_start_counts_from_the_beginning_of_the_file(self):
        path, places = self.recording()
        rows = self.rows(path, "--start", places[0][1] + 0.4)
        self.assertEqual(len(rows), 1)
        self.assertAlmostEqual(float(rows[0]["start_s"]), places[1][0], delta=0.1)

    def test_probabilities_come_every_ten_milliseconds(self):
        path, places = self.recording()
        rows = self.rows(path, "--prob")
        self.assertEqual(list(rows[0]), ["time_s", "probability"])
        seconds = wav_file.read(path).frames / RATE
        self.assertEqual(len(rows), math.ceil(seconds * 100))
        for k, row in enumerate(rows):
            self.assertAlmostEqual(float(row["time_s"]), k / 100, places=4)
            self.assertTrue(0 <= float(row["probability"]) <= 1)
        inside = [float(row["probability"]) for row in rows if places[0][0] + 0.3 < float(row["time_s"]) < places[0][0] + 1]
        outside = [float(row["probability"]) for row in rows if float(row["time_s"]) < places[0][0] - 0.2]
        self.assertGreater(sum(inside) / len(inside), 0.8)
        self.assertLess(sum(outside) / len(outside), 0.1)

    def test_json_is_an_object_a_line(self):
        path, places = self.recording()
        self.assertEqual([set(value) for value in self.vad(path, "--json").json_lines()],
                         len(places) * [{"start_s", "end_s", "decided_s"}])
        self.assertEqual(set(self.vad(path, "--json", "--prob").json_lines()[0]), {"time_s", "probability"})

    def test_cut_writes_each_segment_with_what_came_before_it(self):
        path, places = self.recording()
        folder = self.folder / "cut"
        rows = self.vad(path, "--cut", folder, "--preroll", 200, "--json").json_lines()
        whole = wav_file.read(path).channel(0)
        self.assertEqual([row["file"] for row in rows], [str(folder / f"000{i}.wav") for i in (1, 2)])
        for row in rows:
            piece = wav_file.read(row["file"])
            self.assertEqual((piece.rate, piece.channels), (RATE, 1))
            first = round((row["start_s"] - 0.2) * RATE)
            self.assertEqual(piece.channel(0), whole[first:first + piece.frames])
            self.assertAlmostEqual((first + piece.frames) / RATE, row["end_s"], delta=0.001)
        self.fail_with_words("vad", path, "--cut", folder, words=["0001.wav: is there from an earlier cut"])

    def test_any_rate_and_channels_are_taken(self):
        path, places = self.recording()
        other = self.folder / "other.flac"
        self.succeed("render", path, "-o", other, "--rate", 44100, "--quiet")
        self.assertEqual(len(self.rows(other)), len(places))

    def test_nobody_speaks_in_silence_and_noise(self):
        noise = random.Random(2)
        for samples in ([0.0] * 5 * RATE, [noise.gauss(0, 0.1) for _ in range(5 * RATE)]):
            path = wav_file.write(self.folder / "none.wav", wav_file.of_floats(samples, RATE, 1))
            self.assertEqual(self.rows(path), [])


class BadInput(EndToEnd):
    def test_what_cannot_be_done_is_said(self):
        broken = self.folder / "broken.onnx"
        broken.write_bytes(b"no model")
        path = wav_file.write(self.folder / "in.wav", wav_file.of_floats([0.0] * RATE, RATE, 1))
        nowhere = {"ATTACCA_MODELS": str(self.folder), "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        for arguments, status, words in (
                (("vad",), 2, "nothing to listen to"),
                (("vad", path, "--live"), 2, "leave out one of the two"),
                (("vad", path, "--device", "x"), 2, "--live"),
                (("vad", path, "--attack", "1"), 2, "--attack"),
                (("vad", path, "--vad", "silent"), 2, "did you mean"),
                (("vad", self.folder / "none.wav"), 1, "none.wav"),
                (("vad", path, "--vad-model", broken), 1, "broken.onnx"),
                (("vad", path, "--vad-model", self.folder / "none.onnx"), 1, "none.onnx"),
                (("vad", path, "--vad", "silero"), 1, "put silero_vad_v6.onnx into " + str(self.folder))):
            self.fail_with_words(*arguments, status=status, words=[words], environment=nowhere)


if __name__ == "__main__":
    unittest.main()
