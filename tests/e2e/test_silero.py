"""vad --vad silero: equal to ONNX Runtime with the models that are published, which scripts/install_silero fetches."""

import csv
import io
import unittest

import wav_file
from program import ASSETS, ROOT, EndToEnd

MODELS = ROOT / "build" / "models"
RATE, CHUNK, HOP = 16000, 512, 160


@unittest.skipUnless((MODELS / "silero_vad_v6.onnx").exists(), "needs `scripts/install_silero build/models`")
class Silero(EndToEnd):
    def recording(self):
        """The demo's samples, as if they were of RATE."""
        path = self.folder / "speech.wav"
        self.succeed("render", ASSETS / "speech.flac", "-o", path, "--quiet")
        read = wav_file.read(path)
        floats = [value / 2 ** (read.bits - 1) for value in read.channel(0)]
        return wav_file.write(self.folder / "in.wav", wav_file.of_floats(floats, RATE, 1))

    def test_probabilities_are_those_of_onnx_runtime(self):
        path = self.recording()
        for version in (5, 6):
            model = MODELS / f"silero_vad_v{version}.onnx"
            text = self.succeed("vad", path, "--prob", "--quiet", "--vad-model", model).text
            found = [float(row["probability"]) for row in csv.DictReader(io.StringIO(text))]
            expected = [float(line) for line in (ROOT / "tests" / "golden" / f"silero_v{version}.txt").read_text().split()]
            whole = len(expected) * CHUNK // HOP
            self.assertGreater(whole, 1000)
            self.assertGreaterEqual(len(found), whole)
            worst = max(abs(found[k] - expected[(k * HOP + HOP // 2) // CHUNK]) for k in range(whole))
            self.assertLess(worst, 1e-4, model.name)

    def test_is_taken_where_it_is_installed(self):
        path, places = self.recording(), {"ATTACCA_MODELS": str(MODELS)}
        outputs = [self.succeed("vad", path, "--prob", "--quiet", "--vad", choice, environment=places).text
                   for choice in ("auto", "silero", "builtin")]  # fmt: skip
        self.assertEqual(outputs[0], outputs[1])
        self.assertNotEqual(outputs[0], outputs[2])


if __name__ == "__main__":
    unittest.main()
