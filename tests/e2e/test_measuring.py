"""generate, spectrum, devices, doctor, bench: what they print is what is there."""

import csv
import io
import json
import math
import struct
import unittest

import signals
import wav_file
from program import EndToEnd


class Generate(EndToEnd):
    def make(self, kind, *arguments, seconds=1):
        path = self.folder / "signal.wav"
        self.succeed("generate", kind, "--duration", seconds, "--rate", 48000, "--channels", 1, "--format", "f32", *arguments,
                     "-o", path)
        made = wav_file.read(path)
        self.assertEqual((made.rate, made.channels, made.frames), (48000, 1, round(48000 * seconds)))
        return made.samples()

    def test_a_sine_has_its_frequency_and_level(self):
        samples = self.make("sine", "--frequency", 997, "--level", -12)
        middle = samples[2400:-2400]
        self.assertAlmostEqual(signals.strongest_frequency_hz(middle, 48000), 997, delta=0.001)
        self.assertAlmostEqual(signals.tone_level_db(middle, 997, 48000), -12, delta=0.01)

    def test_a_square_obeys_its_duty(self):
        for duty in (0.25, 0.5):
            samples = self.make("square", "--frequency", 100, "--duty", duty, "--level", -6)
            high = sum(sample > 0 for sample in samples) / len(samples)
            self.assertAlmostEqual(high, duty, delta=0.02)

    def test_noise_repeats_with_its_seed_only(self):
        for kind in ("white", "pink"):
            first = self.make(kind, "--seed", 7, seconds=0.1)
            self.assertEqual(first, self.make(kind, "--seed", 7, seconds=0.1))
            self.assertNotEqual(first, self.make(kind, "--seed", 8, seconds=0.1))

    def test_an_impulse_is_one_sample(self):
        samples = self.make("impulse", "--level", 0, seconds=0.1)
        self.assertEqual(sum(sample != 0 for sample in samples), 1)

    def test_a_value_out_of_range_names_the_range(self):
        self.fail_with_words("generate", "sine", "--frequency", 30000, "--rate", 48000, "-o", self.folder / "x.wav",
                             status=2, words=["24000"])
        self.assertFalse((self.folder / "x.wav").exists())


class Spectrum(EndToEnd):
    def test_a_tone_stands_at_its_frequency_with_its_level(self):
        path = wav_file.write(self.folder / "tone.wav", wav_file.of_floats(signals.sine(1000, 48000, 48000), 48000))
        rows = list(csv.DictReader(io.StringIO(self.succeed("spectrum", path).text)))
        loudest = max(rows, key=lambda row: float(row["level_db"]))
        self.assertAlmostEqual(float(loudest["frequency_hz"]), 1000, delta=30)
        self.assertAlmostEqual(float(loudest["level_db"]), 20 * math.log10(0.5), delta=0.2)
        far = [float(row["level_db"]) for row in rows if float(row["frequency_hz"]) > 5000]
        self.assertLess(max(far), -90)

    def test_pictures_have_the_size_asked_for(self):
        path = wav_file.write(self.folder / "tone.wav", wav_file.of_floats(signals.sine(1000, 48000, 48000), 48000))
        picture = self.folder / "tone.png"
        for arguments, size in ((("--png", picture), (1280, 720)), (("-o", picture, "--size", "640x480"), (640, 480)),
                                (("--spectrogram", "--png", picture, "--size", "320x200"), (320, 200))):
            picture.unlink(missing_ok=True)
            self.succeed("spectrum", path, *arguments)
            content = picture.read_bytes()
            self.assertEqual(content[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual(struct.unpack(">II", content[16:24]), size)
        self.assertEqual(self.succeed("spectrum", path, "--png", "-").output[:4], b"\x89PNG")

    def test_options_that_a_picture_cannot_have_are_named(self):
        path = wav_file.write(self.folder / "tone.wav", wav_file.of_floats(signals.sine(1000, 48000, 4800), 48000))
        picture = self.folder / "tone.png"
        for arguments, words in ((("--png", picture, "--size", "9x9"), ["--size", "4096x4096"]),
                                 (("--png", picture, "--json"), ["--json"]), (("--size", "640x480"), ["--png"]),
                                 (("--png", picture, "-o", "x.csv"), ["--png"]), (("--png", picture, "--bars", 1), ["--bars"])):
            self.fail_with_words("spectrum", path, *arguments, status=2, words=words)
            self.assertFalse(picture.exists())

    def test_json_holds_the_same_as_csv(self):
        path = wav_file.write(self.folder / "tone.wav", wav_file.of_floats(signals.sine(440, 44100, 22050), 44100))
        json.loads(self.succeed("spectrum", path, "--json").text)


class Machine(EndToEnd):
    def test_devices_end_with_the_null_device(self):
        listed = json.loads(self.succeed("devices", "--json").text)
        self.assertEqual(listed["devices"][-1]["id"], "null")
        for backend in listed["backends"]:
            self.assertTrue(backend["answers"] or backend["detail"], backend)
        self.assertIn("null", self.succeed("devices").text)

    def test_doctor_finds_what_it_measured(self):
        found = json.loads(self.succeed("doctor", "--device", "null", "--quick", "--json").text)
        self.assertGreater(len(found["trials"]), 3)
        for trial in found["trials"]:
            block_ms = 1000 * trial["block_frames"] / trial["sample_rate_hz"]
            self.assertGreater(trial["callbacks"], 0)
            self.assertGreater(trial["callback_interval"]["p50_ms"], 0.5 * block_ms)
            self.assertLess(trial["callback_interval"]["p50_ms"], 1.5 * block_ms)

    def test_bench_prints_rows_that_a_machine_can_read(self):
        listed = dict(line.split() for line in self.succeed("bench", "--list").text.splitlines())
        self.assertEqual(listed["ring.write_read/256"], "-")
        equalizer = self.succeed("bench", "--list", "--path", "all", "--filter", "^equalizer.8x2/256$").text.split()
        forced = self.succeed("bench", "--list", environment={"ATTACCA_CPU": equalizer[-1]}).text
        self.assertRegex(forced, rf"equalizer\.8x2/256 +{equalizer[-1]}\n")
        names = [name for name in listed if name.startswith("convert.")]
        rows = json.loads(self.succeed("bench", "--json", "--seconds", 0.01, "--filter", f"^{names[0]}$").text)
        self.assertEqual(rows[0]["name"], names[0])
        self.assertGreater(rows[0]["ns"], 0)
        self.fail_with_words("bench", "--filter", "no such row", status=2, words=["no such row"])

    def test_bench_times_no_model_but_the_one_that_is_installed(self):
        model = self.folder / "silero_vad_v6.onnx"
        model.write_text("this is none")
        self.fail_with_words("bench", "--json", "--seconds", 0.01, "--filter", "^voice.detector/silero$", words=[model],
                             environment={"ATTACCA_MODELS": str(self.folder)})


if __name__ == "__main__":
    unittest.main()
