"""The equalizer as a user hears it: the measured response of a rendered impulse against the cookbook's formulas."""

import math
import unittest

import biquad_reference
import signals
import wav_file
from program import EndToEnd

FRAMES = 1 << 15
CASES = {  # Text of the band, and what the reference is asked for.
    "PK": ("ON PK Fc 1000 Hz Gain -9.5 dB Q 1.41", ("PK", 1000, -9.5, 1.41)),
    "PK low": ("ON PK Fc 60 Hz Gain 12 dB Q 1.0", ("PK", 60, 12, 1.0)),
    "PK high": ("ON PK Fc 15000 Hz Gain 6 dB Q 2", ("PK", 15000, 6, 2)),
    "LSC": ("ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70", ("LSC", 105, 5.5, 0.7)),
    "HSC": ("ON HSC Fc 10000 Hz Gain -4 dB Q 0.70", ("HSC", 10000, -4, 0.7)),
    "LPQ": ("ON LPQ Fc 8000 Hz Q 0.9", ("LPQ", 8000, 0, 0.9)),
    "HPQ": ("ON HPQ Fc 80 Hz Q 0.8", ("HPQ", 80, 0, 0.8)),
}


def frequencies(rate):
    """Forty from 20 Hz to 20 kHz, evenly by ear."""
    return [20 * 1000 ** (i / 39) for i in range(40) if 20 * 1000 ** (i / 39) < 0.49 * rate]


class Equalizer(EndToEnd):
    def impulse_response(self, rate, *arguments):
        source = wav_file.write(self.folder / "impulse.wav", wav_file.of_floats([0.5] + [0.0] * (FRAMES - 1), rate))
        output = self.folder / "response.wav"
        self.succeed("render", source, *arguments, "--format", "f32", "-o", output)
        return [2 * sample for sample in wav_file.read(output).samples()]

    def write_text(self, *lines):
        path = self.folder / "eq.txt"
        path.write_text("\n".join(lines) + "\n")
        return path

    def test_every_kind_at_every_rate(self):
        for rate in (44100, 48000, 96000):
            for name, (text, reference) in CASES.items():
                response = self.impulse_response(rate, "--eq", self.write_text(f"Filter 1: {text}"))
                for frequency in frequencies(rate):
                    wanted = biquad_reference.magnitude_db(*reference, rate, frequency)
                    measured = signals.decibels(signals.transfer(response, frequency, rate))
                    if wanted > -60:
                        self.assertAlmostEqual(measured, wanted, delta=0.05, msg=f"{name}, {rate} Hz, at {frequency:.1f} Hz")

    def test_a_notch_is_deep_and_an_all_pass_is_level(self):
        notch = self.impulse_response(48000, "--eq", self.write_text("Filter 1: ON NO Fc 1000 Hz Q 4"))
        self.assertLess(signals.decibels(signals.transfer(notch, 1000, 48000)), -60)
        all_pass = self.impulse_response(48000, "--eq", self.write_text("Filter 1: ON AP Fc 1000 Hz Q 2"))
        for frequency in frequencies(48000):
            self.assertAlmostEqual(signals.decibels(signals.transfer(all_pass, frequency, 48000)), 0, delta=0.02)

    def test_bands_and_preamp_add_up_as_autoeq_writes_them(self):
        text = self.write_text(
            "Preamp: -6.2 dB",
            "Filter 1: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70",
            "Filter 2: ON PK Fc 190 Hz Gain -2.9 dB Q 0.55",
            "Filter 3: OFF PK Fc 1000 Hz Gain 12 dB Q 1",
            "Filter 4: ON PK Fc 3000,5 Hz Gain 3,1 dB Q 2,00",
            "Filter 5: ON HSC Fc 10000 Hz Gain -1.5 dB Q 0.70",
        )
        bands = [("LSC", 105, 5.5, 0.7), ("PK", 190, -2.9, 0.55), ("PK", 3000.5, 3.1, 2), ("HSC", 10000, -1.5, 0.7)]
        response = self.impulse_response(44100, "--eq", text)
        for frequency in frequencies(44100):
            wanted = -6.2 + sum(biquad_reference.magnitude_db(*band, 44100, frequency) for band in bands)
            measured = signals.decibels(signals.transfer(response, frequency, 44100))
            self.assertAlmostEqual(measured, wanted, delta=0.05, msg=f"{frequency:.1f} Hz")

    def test_the_output_is_not_late(self):
        response = self.impulse_response(48000, "--eq", self.write_text("Filter 1: ON PK Fc 8000 Hz Gain 6 dB Q 1"))
        self.assertEqual(max(range(FRAMES), key=lambda i: abs(response[i])), 0)

    def test_flat_changes_no_bit(self):
        source = wav_file.write(self.folder / "noise.wav", wav_file.of_integers(signals.noise_integers(20000), 44100, 2))
        self.succeed("render", source, "--eq", "flat", "-o", self.folder / "out.wav")
        self.assertEqual(wav_file.read(self.folder / "out.wav").data, wav_file.read(source).data)

    def test_every_preset_is_heard_and_does_not_clip(self):
        listing = self.succeed("render", "--eq", "list").text
        names = [line.split()[0] for line in listing.splitlines()]
        self.assertIn("flat", names)
        self.assertGreaterEqual(len(names), 8)
        for name in names:
            response = self.impulse_response(48000, "--eq", name)
            curve = [signals.decibels(signals.transfer(response, f, 48000)) for f in frequencies(48000)]
            self.assertLessEqual(max(curve), 0.05, name)
            if name != "flat":
                self.assertGreater(max(curve) - min(curve), 1.0, name)

    def test_an_unknown_preset_names_the_nearest(self):
        self.fail_with_words("render", "x.wav", "-o", "y.wav", "--eq", "rokc", status=2, words=["rokc", "rock"])

    def test_a_bad_line_is_named_with_file_and_number(self):
        text = self.write_text("Preamp: -6 dB", "# fine", "Filter 1: ON PK Fc many Hz Gain 3 dB Q 1")
        source = wav_file.write(self.folder / "a.wav", wav_file.of_floats([0.0] * 100, 48000))
        self.fail_with_words("render", source, "-o", self.folder / "out.wav", "--eq", text, words=["eq.txt", "3", "many"])
        self.assertFalse((self.folder / "out.wav").exists())

    def test_thirty_two_bands_and_not_one_more(self):
        line = "Filter {0}: ON PK Fc {1} Hz Gain 1 dB Q 4"
        lines = [line.format(i + 1, round(20 * 1.24 ** i)) for i in range(33)]
        response = self.impulse_response(48000, "--eq", self.write_text(*lines[:32]))
        self.assertTrue(all(math.isfinite(sample) for sample in response))
        source = wav_file.write(self.folder / "a.wav", wav_file.of_floats([0.0] * 100, 48000))
        self.fail_with_words("render", source, "-o", self.folder / "out.wav", "--eq", self.write_text(*lines), words=["32"])


if __name__ == "__main__":
    unittest.main()
