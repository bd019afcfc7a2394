"""render: what goes in comes out, to the bit and to the frame."""

import math
import subprocess
import unittest

import signals
import wav_file
from program import PROGRAM, EndToEnd, ffmpeg, needs, run

RATE = 44100
FRAMES = 30011  # Prime: no block size divides it.


class Render(EndToEnd):
    def source(self, name="source.wav", bits=16, channels=2, frames=FRAMES, rate=RATE, seed=1):
        samples = signals.noise_integers(frames * channels, bits, seed)
        return wav_file.write(self.folder / name, wav_file.of_integers(samples, rate, channels, bits))

    def render(self, *arguments, output="out.wav"):
        path = self.folder / output
        self.succeed("render", *arguments, "-o", path)
        return wav_file.read(path)

    def test_integers_of_every_depth_come_out_bit_for_bit(self):
        for bits in (8, 16, 24, 32):
            for channels in (1, 2, 6):
                with self.subTest(bits=bits, channels=channels):
                    source = self.source(bits=bits, channels=channels, frames=5003)
                    result = self.render(source)
                    self.assertEqual((result.bits, result.channels, result.rate), (bits, channels, RATE))
                    self.assertEqual(result.data, wav_file.read(source).data)

    def test_floats_come_out_bit_for_bit(self):
        samples = signals.interleaved(signals.sine(997, RATE, 5003, 1.7), signals.sine(31, RATE, 5003, 1e-30))
        source = wav_file.write(self.folder / "float.wav", wav_file.of_floats(samples, RATE, 2))
        result = self.render(source)
        self.assertEqual(result.kind, wav_file.FLOAT)
        self.assertEqual(result.data, wav_file.read(source).data)

    def test_flac_there_and_back_is_the_same(self):
        for bits in (16, 24):
            source = self.source(bits=bits)
            self.succeed("render", source, "-o", self.folder / "packed.flac")
            self.assertEqual(self.render(self.folder / "packed.flac").data, wav_file.read(source).data, bits)

    def test_a_limit_on_file_sizes_is_an_error_that_leaves_no_file(self):
        source = self.source()
        for name in ("out.wav", "out.flac"):
            limited = subprocess.run(["bash", "-c", 'ulimit -f 10; exec "$0" "$@"', PROGRAM, "render", source, "-o",
                                      self.folder / name], capture_output=True, text=True)
            self.assertEqual(limited.returncode, 1, limited.stderr)
            self.assertIn(name, limited.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["source.wav"])

    def test_a_piece_in_frames_is_that_piece(self):
        source = self.source()
        whole = wav_file.read(source)
        for first, count in ((0, 1), (1, 4095), (4096, 4096), (12345, 6789), (FRAMES - 1, 1), (FRAMES - 10, 100)):
            with self.subTest(first=first, count=count):
                piece = self.render(source, "--start", f"{first}f", "--duration", f"{count}f")
                self.assertEqual(piece.data, whole.slice_of_frames(first, count))

    def test_a_piece_in_seconds(self):
        source = self.source(rate=8000)
        piece = self.render(source, "--start", "0.5", "--duration", "0.25")
        self.assertEqual(piece.data, wav_file.read(source).slice_of_frames(4000, 2000))

    def test_two_halves_make_the_whole(self):
        whole = wav_file.read(self.source())
        for extension in ("wav", "flac"):
            for cut in (1, 1152, 15000, FRAMES - 1):
                with self.subTest(extension=extension, cut=cut):
                    halves = []
                    for name, first, count in (("a", 0, cut), ("b", cut, FRAMES - cut)):
                        half = wav_file.Wav(RATE, 2, 16, wav_file.INTEGER, whole.slice_of_frames(first, count))
                        path = wav_file.write(self.folder / f"{name}.wav", half)
                        if extension == "flac":
                            self.succeed("render", path, "-o", self.folder / f"{name}.flac")
                            path = self.folder / f"{name}.flac"
                        halves.append(path)
                    self.assertEqual(self.render(*halves).data, whole.data)

    def test_standard_input_and_output(self):
        source = self.source()
        done = self.succeed("render", "-", "-o", "-", stdin=source.read_bytes())
        # A stream cannot go back to write its length, so the header claims more than there is.
        self.assertEqual(wav_file.parse(done.output).data, wav_file.read(source).data)

    def test_an_existing_output_survives_a_failure(self):
        (self.folder / "out.wav").write_bytes(b"precious")
        self.fail_with_words("render", self.folder / "absent.wav", "-o", self.folder / "out.wav", words=["absent.wav"])
        self.assertEqual((self.folder / "out.wav").read_bytes(), b"precious")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["out.wav"])

    def test_an_unreadable_file_is_named_and_the_rest_is_rendered(self):
        source = self.source()
        (self.folder / "broken.wav").write_bytes(b"RIFF and nothing else")
        done = run("render", self.folder / "broken.wav", source, "-o", self.folder / "out.wav")
        self.assertIn("broken.wav", done.errors)
        self.assertEqual(wav_file.read(self.folder / "out.wav").data, wav_file.read(source).data)

    def test_gain_is_exact_in_decibels(self):
        source = wav_file.write(self.folder / "tone.wav", wav_file.of_floats(signals.sine(1000, 48000, 48000), 48000))
        result = self.render(source, "--gain", "-6.5")
        middle = result.samples()[4800:-4800]
        self.assertAlmostEqual(signals.tone_level_db(middle, 1000, 48000), -6.0206 - 6.5, delta=0.01)

    def test_a_voice_is_leveled_and_its_pauses_are_not(self):
        rate = 16000
        hiss = [0.0003 * sample for sample in signals.sine(3000, rate, 3 * rate, 1.0)]
        buzz = signals.sine(300, rate, 8 * rate, 0.01)
        speech = [sample * max(0.0, math.sin(2 * math.pi * 4 * i / rate)) for i, sample in enumerate(buzz)]
        source = wav_file.write(self.folder / "voice.wav", wav_file.of_floats(speech + hiss, rate))
        result = self.render(source, "--agc", "-23")
        plain, leveled = wav_file.read(source).samples(), result.samples()
        self.assertEqual(len(leveled), len(plain))
        gain_db = [signals.tone_level_db(leveled[at:at + rate], hz, rate) - signals.tone_level_db(plain[at:at + rate], hz, rate)
                   for at, hz in ((0, 300), (7 * rate, 300), (10 * rate, 3000))]
        self.assertLess(gain_db[0], 1)
        self.assertGreater(gain_db[1], 6)
        self.assertAlmostEqual(gain_db[2], gain_db[1], delta=3)  # Three dB a second, and nothing in the pause.
        gated = self.render(source, "--gate", "-60", output="gated.wav").samples()
        self.assertAlmostEqual(signals.tone_level_db(gated[10 * rate:], 3000, rate),
                               signals.tone_level_db(plain[10 * rate:], 3000, rate) - 30, delta=0.1)
        self.assertEqual(gated[rate:2 * rate], plain[rate:2 * rate])

    def test_a_highpass_takes_rumble_away(self):
        both = [a + b for a, b in zip(signals.sine(20, 48000, 96000, 0.3), signals.sine(500, 48000, 96000, 0.3))]
        source = wav_file.write(self.folder / "rumble.wav", wav_file.of_floats(both, 48000))
        middle = self.render(source, "--highpass", "80").samples()[24000:72000]
        self.assertAlmostEqual(signals.tone_level_db(middle, 500, 48000), -10.457, delta=0.02)
        self.assertAlmostEqual(signals.tone_level_db(middle, 20, 48000), -10.457 - 48.2, delta=0.3)

    def test_another_rate_keeps_length_pitch_and_level(self):
        source = wav_file.write(self.folder / "tone.wav", wav_file.of_floats(signals.sine(1000, 44100, 44100), 44100))
        result = self.render(source, "--rate", "48000")
        self.assertEqual((result.rate, result.frames), (48000, 48000))
        middle = result.samples()[4800:-4800]
        self.assertAlmostEqual(signals.tone_level_db(middle, 1000, 48000), -6.0206, delta=0.01)
        self.assertAlmostEqual(signals.strongest_frequency_hz(middle, 48000), 1000, delta=0.01)

    @needs("ffmpeg")
    def test_the_limiter_keeps_the_true_peak_below_minus_one(self):
        rate = 48000
        loud = signals.sine(12000, rate, rate, 1.0, 0.785)  # Peaks between the samples.
        steps = [0.9 if (i // 37) % 2 else -0.9 for i in range(rate)]
        source = wav_file.write(self.folder / "loud.wav", wav_file.of_floats(signals.interleaved(loud, steps), rate, 2))
        output = self.folder / "out.wav"
        self.succeed("render", source, "--gain", "24", "--limiter", "on", "-o", output)
        report = ffmpeg("-i", output, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
        peak = float(report.split("Peak:")[-1].split()[0])
        self.assertLessEqual(peak, -1.0)
        self.assertGreater(peak, -3.0)


class SeekInCompressedFiles(EndToEnd):
    """A piece out of a compressed file is that piece of the same file decoded whole."""

    FORMATS = {
        "flac": ("flac",), "mp3": ("libmp3lame", "-b:a", "128k"), "ogg": ("libvorbis",), "opus": ("libopus",),
        "m4a": ("aac", "-b:a", "128k"), "wma": ("wmav2", "-b:a", "128k"), "aiff": ("pcm_s16be",),
    }

    # What the file itself cannot say: FFmpeg's mp3 writer states some frames too many, and wma states no length.
    LENGTH_TOLERANCE = {"mp3": 48, "wma": 2048}

    @needs("ffmpeg")
    def test_every_format(self):
        rate, frames = 48000, 3 * 48000 + 17
        tone = [a + b for a, b in zip(signals.sine(523, rate, frames, 0.3), signals.sine(1361, rate, frames, 0.2))]
        source = wav_file.write(self.folder / "source.wav", wav_file.of_floats(tone, rate))
        for extension, codec in self.FORMATS.items():
            packed = self.folder / f"packed.{extension}"
            ffmpeg("-i", source, "-c:a", *codec, packed)
            whole_path, piece_path = self.folder / "whole.wav", self.folder / "piece.wav"
            self.succeed("render", packed, "--format", "f32", "-o", whole_path)
            whole = wav_file.read(whole_path)
            with self.subTest(extension=extension, what="length"):
                self.assertAlmostEqual(whole.frames, frames, delta=self.LENGTH_TOLERANCE.get(extension, 0))
            for first in (1, 1000, 48000, 100003):
                with self.subTest(extension=extension, first=first):
                    self.succeed("render", packed, "--format", "f32", "--start", f"{first}f", "--duration", "4801f",
                                 "-o", piece_path)
                    self.assertEqual(wav_file.read(piece_path).data, whole.slice_of_frames(first, 4801))


if __name__ == "__main__":
    unittest.main()
