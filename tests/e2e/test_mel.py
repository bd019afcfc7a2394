"""mel: the features that models read, against NumPy in double precision."""

import array
import ast
import json
import signal
import struct
import subprocess
import sys
import time
import unittest
from pathlib import Path

import signals
import wav_file
from program import ASSETS, ROOT, EndToEnd, start

REFERENCE = ROOT / "tests" / "golden" / "log_mel.py"
TOLERANCE = 1e-3


def python_with_numpy():
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-c", "import numpy"], capture_output=True).returncode == 0:
                return python
        except OSError:
            pass
    return None


PYTHON = python_with_numpy()


def parse_npy(content):
    """Shape and values of an array of floats; the header as the format's version 1.0 has it."""
    if content[:8] != b"\x93NUMPY\x01\x00":
        raise ValueError("not an npy file of version 1.0")
    size = 10 + struct.unpack_from("<H", content, 8)[0]
    if size % 64 != 0 or content[size - 1 : size] != b"\n":
        raise ValueError("a header that is not aligned")
    header = ast.literal_eval(content[10:size].decode())
    if header["fortran_order"]:
        raise ValueError("not in C order")
    values = array.array({"<f4": "f", "<f8": "d"}[header["descr"]], content[size:])
    if len(values) != header["shape"][0] * header["shape"][1]:
        raise ValueError("not as many values as its shape says")
    return header["shape"], values


def write_npy(path, samples):
    """Samples for the reference."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(samples)},), }}\n".encode()
    Path(path).write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + array.array("f", samples).tobytes())
    return path


class Mel(EndToEnd):
    def wav(self, samples, rate=16000, channels=1):
        return wav_file.write(self.folder / "in.wav", wav_file.of_floats(samples, rate, channels))

    def features(self, source, *arguments):
        output = self.folder / "features.npy"
        self.succeed("mel", source, "-o", output, *arguments)
        return parse_npy(output.read_bytes())

    def reference(self, samples, *arguments):
        given = write_npy(self.folder / "samples.npy", samples)
        expected = self.folder / "expected.npy"
        subprocess.run([PYTHON, REFERENCE, "frames", given, expected, *arguments], check=True)
        return parse_npy(expected.read_bytes())

    def speech(self):
        path = self.folder / "speech.wav"
        self.succeed("render", ASSETS / "speech.flac", "-o", path, "--rate", 16000, "--channels", 1, "--format", "f32")
        return path, wav_file.read(path).samples()


@unittest.skipUnless(PYTHON, "NumPy is not installed")
class AgainstNumpy(Mel):
    def expect_equal(self, source, samples, *arguments):
        shape, found = self.features(source, *arguments)
        window = [str(round(float(a) * 100)) if arguments[i - 1] == "--window" else a for i, a in enumerate(arguments)]
        expected_shape, expected = self.reference(samples, *window)
        self.assertEqual(shape, expected_shape)
        self.assertLess(max((abs(a - b) for a, b in zip(found, expected)), default=0), TOLERANCE, arguments)

    def test_speech_in_every_preset(self):
        path, samples = self.speech()
        for arguments in (("--preset", "lipsync"), ("--preset", "whisper"), ("--preset", "whisper", "--bins", "128"),
                          ("--preset", "whisper", "--window", "1")):
            with self.subTest(arguments=arguments):
                self.expect_equal(path, samples, *arguments)

    def test_signals_at_full_scale_and_files_of_every_length(self):
        square = [1.0 if i // 20 % 2 else -1.0 for i in range(8000)]
        for samples in (square, signals.sine(3000, 16000, 8000, 1.0), [0.0] * 4000, [1.0] * 4000,
                        *(signals.sine(440, 16000, size) for size in (160, 199, 200, 201, 320, 1001))):
            path = self.wav(samples)
            for preset in ("lipsync", "whisper"):
                with self.subTest(preset=preset, size=len(samples)):
                    self.expect_equal(path, samples, "--preset", preset)

    def test_the_golden_vectors_are_what_the_script_makes(self):
        subprocess.run([PYTHON, REFERENCE, "make", self.folder], check=True)
        names = sorted(path.name for path in REFERENCE.parent.glob("*.npy"))
        self.assertEqual(len(names), 4)
        self.assertEqual((self.folder / "log_mel_input.npy").read_bytes(), (REFERENCE.parent / "log_mel_input.npy").read_bytes())
        for name in names:
            if name != "log_mel_input.npy":
                made, kept = (parse_npy((folder / name).read_bytes()) for folder in (self.folder, REFERENCE.parent))
                self.assertEqual(made[0], kept[0])
                self.assertLess(max(abs(a - b) for a, b in zip(made[1], kept[1])), 1e-6)


class Files(Mel):
    def test_any_rate_and_channels_come_to_the_same_length(self):
        for rate, channels in ((16000, 1), (44100, 2), (48000, 6), (8000, 1)):
            path = self.wav([0.1] * (2 * rate * channels), rate, channels)
            self.assertEqual(self.features(path)[0], (200, 80))
            self.assertEqual(self.features(path, "--preset", "lipsync")[0], (161, 80))
            self.assertEqual(self.features(path, "--start", "0.5", "--duration", "1", "--bins", 128)[0], (100, 128))

    def test_a_compressed_file_is_read_too(self):
        self.assertGreater(self.features(ASSETS / "speech.flac", "--bins", 128)[0][0], 100)

    def test_a_pipe_gives_what_the_file_gives(self):
        path = self.wav(signals.sine(440, 16000, 16000))
        _, values = self.features(path)
        piped = self.succeed("mel", "-", "-o", "-", stdin=path.read_bytes())
        self.assertEqual(parse_npy(piped.output)[1], values)

    def test_the_report_says_what_was_written(self):
        path = self.wav([0.0, float("nan")] * 24000, 48000)
        output = self.folder / "features.npy"
        done = self.succeed("mel", path, "-o", output, "--json")
        report = json.loads(done.text)
        self.assertEqual((report["frames"], report["bins"], report["preset"]), (100, 80, "whisper"))
        self.assertEqual((report["rejected_samples"], report["source_rate_hz"], report["samples"]), (24000, 48000, 16000))
        self.assertIn("24000", done.errors)

    def test_what_is_too_short_for_a_frame_is_an_empty_array(self):
        shape, _ = self.features(self.wav([0.1] * 100))
        self.assertEqual(shape, (0, 80))

    def test_what_cannot_be_is_refused_and_leaves_no_file(self):
        path = self.wav([0.1] * 1000)
        output = self.folder / "features.npy"
        for arguments, words in ((("--preset", "wisper"), ["wisper", "whisper"]),
                                 (("--preset", "lipsync", "--bins", 128), ["--bins", "lipsync", "80"]),
                                 (("--bins", 64), ["--bins", "80", "128"]),
                                 (("--preset", "lipsync", "--window", 30), ["--window"]),
                                 (("--window", "nan"), ["--window"]), (("--window", 0), ["--window"])):
            with self.subTest(arguments=arguments):
                self.fail_with_words("mel", path, "-o", output, *arguments, status=2, words=words)
        self.fail_with_words("mel", path, status=2, words=["--output"])
        self.fail_with_words("mel", self.folder / "gone.wav", "-o", output, words=["gone.wav"])
        self.fail_with_words("mel", path, "-o", output, "--start", 10, words=["no sound"])
        self.fail_with_words("mel", path, "-o", self.folder / "gone" / "x.npy", words=["gone"])
        self.assertEqual([path.name for path in self.folder.iterdir()], ["in.wav"])

    def test_an_interrupt_leaves_no_half_file(self):
        process = start("mel", "-", "-o", self.folder / "x.npy", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(wav_file.format_bytes(wav_file.of_floats([0.1] * 160000, 16000)))
        process.stdin.flush()
        deadline = time.monotonic() + 20
        while not list(self.folder.glob("x.npy*")) and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.wait(20)  # Before its input is closed, which would end it as well.
        _, errors = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1, errors)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
