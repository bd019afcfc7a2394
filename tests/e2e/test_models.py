"""models: what is here, what is chosen, and that nothing is half done."""

import json
import os
import unittest

from program import ASSETS, EndToEnd, run


class Models(EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment = {"ATTACCA_MODELS": str(self.folder / "models"), "XDG_CONFIG_HOME": str(self.folder / "config"),
                            "XDG_DATA_HOME": str(self.folder / "data")}
        (self.folder / "models").mkdir()

    def models(self, *arguments):
        return run("models", *arguments, environment=self.environment)

    def listed(self):
        done = self.models("--json")
        self.assertEqual(done.status, 0, done.errors)
        return json.loads(done.text)

    def taken(self, kind):
        return [entry["name"] for entry in self.listed()[kind] if entry["default"]]

    def test_every_engine_is_named_with_what_it_needs(self):
        engines = {engine["name"]: engine for engine in self.listed()["engines"]}
        self.assertEqual(set(engines), {"whisper", "sherpa-onnx", "vosk", "pocketsphinx"})
        for engine in engines.values():
            self.assertTrue(engine["good_for"])
            self.assertIn(str(self.folder / "models"), engine["model_hint"])
            self.assertEqual(engine["usable"], not engine["missing"])
        text = self.models().text
        for words in (*engines, "voice detectors", "Nothing is ever downloaded", str(self.folder / "models")):
            self.assertIn(words, text)

    def test_a_detector_that_is_put_there_is_found_taken_and_put_aside(self):
        self.assertEqual(self.taken("detectors"), ["builtin"])
        (self.folder / "models" / "silero_vad_v5.onnx").write_bytes(b"x")
        self.assertEqual(self.taken("detectors"), ["silero_vad_v5.onnx"])
        self.assertEqual(self.models("use", "builtin").status, 0)
        self.assertEqual(self.taken("detectors"), ["builtin"])
        self.assertEqual(self.models("use", "auto").status, 0)
        self.assertEqual(self.taken("detectors"), ["silero_vad_v5.onnx"])

    def test_vad_listens_with_the_chosen_detector(self):
        source, silero = ASSETS / "speech.flac", self.folder / "models" / "silero_vad_v5.onnx"
        silero.write_bytes(b"no model")
        self.assertEqual(run("vad", source, environment=self.environment).status, 1)
        self.models("use", "builtin")
        self.assertEqual(run("vad", source, environment=self.environment).status, 0)
        self.models("use", "silero_vad_v5.onnx")
        silero.unlink()
        done = run("vad", source, environment=self.environment)
        self.assertEqual(done.status, 1)
        self.assertIn("silero_vad_v5.onnx is not here any more", done.errors)

    def test_a_library_that_is_none_is_said(self):
        (self.folder / "models" / "libvosk.so").write_bytes(b"no library")
        vosk = next(engine for engine in self.listed()["engines"] if engine["name"] == "vosk")
        self.assertFalse(vosk["usable"])
        self.assertIn("libvosk.so", vosk["missing"])

    def test_what_is_not_here_cannot_be_chosen_and_the_choice_stays(self):
        self.assertEqual(self.models("use", "builtin").status, 0)
        done = self.models("use", "ggml-none.bin")
        self.assertEqual(done.status, 1)
        self.assertIn("ggml-none.bin", done.errors)
        self.assertEqual(self.taken("detectors"), ["builtin"])
        self.assertEqual(os.listdir(self.folder / "config" / "attacca"), ["speech.json"])

    def test_a_choice_that_cannot_be_read_is_said_and_written_anew(self):
        (self.folder / "config" / "attacca").mkdir(parents=True)
        (self.folder / "config" / "attacca" / "speech.json").write_text("nonsense")
        done = self.models()
        self.assertEqual(done.status, 1)
        self.assertIn("speech.json", done.errors)
        self.assertEqual(self.models("use", "auto").status, 0)
        self.assertEqual(self.models().status, 0)


if __name__ == "__main__":
    unittest.main()
