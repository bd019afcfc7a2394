"""What the program says of itself, and of a command line it does not understand."""

import os
import subprocess
import unittest

from program import ASSETS, PROGRAM, ROOT, EndToEnd, run

SUBCOMMANDS = (
    "play", "render", "record", "devices", "doctor", "spectrum", "notes", "tune", "vad", "transcribe", "dictate", "mel",
    "generate", "serve", "models", "studio", "bench")


class Usage(EndToEnd):
    def test_help_names_every_subcommand(self):
        text = self.succeed("--help").text
        for name in SUBCOMMANDS:
            self.assertIn(name, text)

    def test_every_subcommand_has_help_with_an_example(self):
        for name in SUBCOMMANDS:
            self.assertIn(f"attacca {name}", self.succeed(name, "--help").text, name)

    def test_every_command_line_of_the_readme_is_one_the_program_knows(self):
        lines = [line.split("#")[0] for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("attacca ")]
        self.assertGreater(len(lines), 3)
        for line in lines:
            name, *arguments = line.split()[1:]
            text = self.succeed(name, "--help").text
            for option in arguments:
                if option.startswith("--") or option[:1] == "-" and option[1:].isalpha():
                    self.assertRegex(text, rf"(^|[\s,]){option}([\s,=]|$)", line)

    def test_version(self):
        self.assertRegex(self.succeed("--version").text, r"\d+\.\d+\.\d+")

    def test_no_subcommand_is_a_usage_error_that_shows_help(self):
        done = run()
        self.assertEqual(done.status, 2)
        self.assertIn("play", done.errors)

    def test_misspelled_words_name_the_nearest(self):
        for arguments, near in (
            (("plya", "x.wav"), "play"),
            (("play", "--limter", "on", "x.wav"), "--limiter"),
            (("play", "--replaygain", "albun", "x.wav"), "album"),
            (("generate", "sin", "-o", "x.wav"), "sine"),
        ):
            with self.subTest(arguments=arguments):
                self.fail_with_words(*arguments, status=2, words=[near, "attacca"])

    def test_numbers_that_are_none_are_refused(self):
        source = self.folder / "a.wav"
        self.succeed("generate", "sine", "--duration", "0.1", "-o", source)
        for option in ("--gain", "--speed", "--rate", "--replaygain-preamp"):
            for value in ("nan", "inf", "-inf", "1e99", "12x", ""):
                with self.subTest(option=option, value=value):
                    self.fail_with_words("render", source, "-o", self.folder / "x.wav", f"{option}={value}", status=2,
                                         words=[option])

    def test_what_cannot_be_printed_is_a_failure_and_a_reader_that_has_gone_is_none(self):
        speech = ASSETS / "speech.flac"
        for arguments in (("--help",), ("models",), ("devices", "--json"), ("vad", speech), ("vad", speech, "--prob"),
                          ("spectrum", speech), ("notes", speech), ("mel", speech, "-o", "-")):
            with self.subTest(arguments=arguments):
                with open("/dev/full", "wb") as full:
                    done = subprocess.run([PROGRAM, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True)
                self.assertEqual(done.returncode, 1)
                self.assertIn("standard output", done.stderr)
                reading, writing = os.pipe()
                os.close(reading)
                done = subprocess.run([PROGRAM, *map(str, arguments)], stdout=writing, stderr=subprocess.PIPE, text=True)
                os.close(writing)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotIn("written", done.stderr)

    def test_a_missing_file_is_named(self):
        path = self.folder / "gone.flac"
        for arguments in (("play", path), ("render", path, "-o", self.folder / "x.wav"), ("spectrum", path)):
            with self.subTest(arguments=arguments):
                self.fail_with_words(*arguments, words=[path])

    def test_a_folder_without_music_is_said_to_be_so(self):
        self.fail_with_words("play", self.folder, words=[self.folder])

    def test_an_unknown_device_is_named_with_the_nearest(self):
        source = self.folder / "a.wav"
        self.succeed("generate", "sine", "--duration", "0.1", "-o", source)
        self.fail_with_words("play", source, "--device", "nill", words=["nill", "null"])


if __name__ == "__main__":
    unittest.main()
