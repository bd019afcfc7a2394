"""transcribe: commands spoken by flite in each format, many files, and what is refused."""

import json
import os
import select
import subprocess
import time
import unittest

import wav_file
from program import EndToEnd, needs, start

RATE = 16000
MODEL = "/usr/share/pocketsphinx/model/en-us"
GRAMMAR = """#JSGF V1.0;
grammar home;
public <command> = open the (window {window} | door {door}) | close the door {shut};
"""


@needs("flite")
@unittest.skipUnless(os.path.isdir(MODEL), "not installed: pocketsphinx-en-us")
class Transcribe(EndToEnd):
    """By PocketSphinx and a grammar: what is said clearly is heard without an error."""

    def setUp(self):
        super().setUp()
        self.grammar = self.folder / "home.gram"
        self.grammar.write_text(GRAMMAR)

    def spoken(self, text):
        """One channel at RATE."""
        path = self.folder / "spoken.wav"
        subprocess.run(["flite", "-voice", "kal", "-t", text, "-o", str(path)], check=True)
        read = wav_file.read(path)
        samples = [value / 2 ** (read.bits - 1) for value in read.channel(0)]
        step = read.rate / RATE

        def at(place):
            i = int(place)
            return samples[i] + (place - i) * (samples[i + 1] - samples[i])
        return [at(k * step) for k in range(int((len(samples) - 1) / step))]

    def recording(self, *sentences, name="in.wav"):
        silence = [0.0005 * (1 if i % 7 < 3 else -1) for i in range(RATE)]
        samples = list(silence)
        for sentence in sentences:
            samples += self.spoken(sentence) + silence
        return wav_file.write(self.folder / name, wav_file.of_floats(samples, RATE, 1))

    def transcribe(self, *arguments, **options):
        return self.succeed("transcribe", "--engine", "pocketsphinx", "--vad", "builtin", "--quiet", *arguments, **options)

    def test_text_has_a_line_for_each_passage(self):
        done = self.transcribe(self.recording("open the window", "close the door"), "--grammar", self.grammar)
        self.assertEqual(done.text, "open the window\nclose the door\n")

    def test_json_has_times_and_tags(self):
        path = self.recording("open the window", "close the door")
        value = json.loads(self.transcribe(path, "--grammar", self.grammar, "--format", "json").text)
        self.assertEqual((value["file"], value["engine"]), (str(path), "pocketsphinx"))
        first, second = value["passages"]
        self.assertEqual((first["text"], first["tags"]), ("open the window", ["window"]))
        self.assertEqual((second["text"], second["tags"]), ("close the door", ["shut"]))
        times = [(word["start_s"], word["end_s"]) for passage in value["passages"] for word in passage["words"]]
        self.assertEqual(len(times), 6)
        self.assertTrue(all(start < end for start, end in times), times)
        self.assertEqual(times, sorted(times))
        self.assertTrue(0.8 < times[0][0] < 1.8 and second["start_s"] > first["end_s"] + 0.5, value)

    def test_start_counts_from_the_beginning_of_the_file(self):
        path = self.recording("open the window", "close the door")
        arguments = (path, "--grammar", self.grammar, "--format", "json")
        whole = json.loads(self.transcribe(*arguments).text)["passages"][1]
        part = json.loads(self.transcribe(*arguments, "--start", whole["start_s"] - 0.5).text)["passages"][0]
        self.assertEqual(part["text"], "close the door")
        self.assertAlmostEqual(part["words"][2]["end_s"], whole["words"][2]["end_s"], delta=0.1)

    def test_many_files_go_to_a_folder(self):
        paths = [self.recording("open the door", name="a.wav"), self.recording("close the door", name="b.wav")]
        texts = self.folder / "texts"
        self.transcribe(*paths, "--grammar", self.grammar, "-o", texts, "--format", "srt")
        self.assertRegex((texts / "a.srt").read_text(),
                         r"^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\nopen the door\n\n$")
        self.assertIn("close the door", (texts / "b.srt").read_text())

    def test_a_recording_is_heard_as_if_it_were_alone(self):
        """The recognizer learns a voice; what it has learned of one recording is forgotten before the next."""
        loud = self.recording("close the door", "open the door", "open the window", name="loud.wav")
        path = self.recording("open the window", name="b.wav")
        texts = self.folder / "texts"
        self.transcribe(loud, path, "--grammar", self.grammar, "-o", texts, "--format", "json")
        alone = self.transcribe(path, "--grammar", self.grammar, "--format", "json").text
        self.assertEqual(json.loads((texts / "b.json").read_text()), json.loads(alone))

    def test_as_many_at_a_time_as_there_are_processors_understand_what_one_does(self):
        paths = [self.recording("the weather will be cold", "and wet tomorrow", "but warm on monday", name="a.wav"),
                 self.recording("she plays the piano", name="b.wav")]  # fmt: skip
        texts = [self.transcribe(*paths, "--jobs", jobs).text for jobs in (1, 3)]
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(len(texts[0].splitlines()), 4, texts[0])

    def test_one_bad_recording_does_not_keep_others_from_being_heard(self):
        paths = [self.recording("open the door", name="a.wav"), self.folder / "none.wav",
                 self.recording("close the door", name="b.wav")]  # fmt: skip
        texts = self.folder / "texts"
        self.fail_with_words("transcribe", *paths, "--engine", "pocketsphinx", "--grammar", self.grammar, "-o", texts,
                             words=["none.wav"])
        self.assertEqual([(texts / name).read_text() for name in ("a.txt", "b.txt")], ["open the door\n", "close the door\n"])
        self.assertEqual(len(os.listdir(texts)), 2)

    def test_a_stop_leaves_no_half_text(self):
        path = self.recording(*["the weather will be cold and wet tomorrow morning"] * 12)
        there = set(os.listdir(self.folder))
        process = start("transcribe", "--engine", "pocketsphinx", path, "-o", self.folder / "out.txt", stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        time.sleep(1)
        process.terminate()
        self.assertEqual(process.wait(10), 1)
        self.assertEqual(process.stderr.read().count(b"stopped before the end"), 1)
        self.assertEqual(set(os.listdir(self.folder)), there, "nothing is left")

    def test_other_speech_is_no_command(self):
        path = self.recording("the weather will be cold and wet tomorrow", "open the door")
        self.assertEqual(self.transcribe(path, "--grammar", self.grammar).text, "open the door\n")

    def test_the_ending_chooses_the_format_and_a_pipe_is_read(self):
        out = self.folder / "out.vtt"
        sound = self.recording("open the door").read_bytes()
        self.transcribe("-", "--grammar", self.grammar, "-o", out, stdin=sound)
        self.assertTrue(out.read_text().startswith("WEBVTT\n\n00:00:0"))

    def test_what_is_said_into_a_pipe_is_text_while_it_goes_on(self):
        sound = self.recording("open the door", "close the door", "open the window").read_bytes()
        process = start("transcribe", "-", "--engine", "pocketsphinx", "--quiet", "--grammar", self.grammar,
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        written = 0
        while written < len(sound) and not select.select([process.stdout], [], [], 0.25)[0]:
            process.stdin.write(sound[written : written + RATE])
            process.stdin.flush()
            written += RATE
        self.assertLess(written, len(sound), "nothing came before the end")
        self.assertEqual(process.stdout.readline(), b"open the door\n")
        process.stdin.write(sound[written:])
        process.stdin.close()
        self.assertEqual((process.stdout.read(), process.wait(20)), (b"close the door\nopen the window\n", 0))

    def test_silence_has_no_words(self):
        path = wav_file.write(self.folder / "in.wav", wav_file.of_floats([0.0] * (3 * RATE), RATE, 1))
        self.assertEqual(self.transcribe(path).text, "")

    def test_errors_name_what_is_wrong(self):
        path = self.recording("open the door")
        self.grammar.write_text("#JSGF V1.0;\npublic <a> = <b>;\n")
        for arguments, words in (
                ((path, "--grammar", self.grammar), f"{self.grammar}:2: there is no rule <b>"),
                ((path, "--grammar", self.folder / "none"), "none"),
                ((path, "--engine", "pocketsphynx"), "did you mean pocketsphinx?"),
                ((path, "--engine", "pocketsphinx", "--model", "en-uk"), "did you mean en-us?"),
                ((path, "--engine", "pocketsphinx", "--language", "xx"), "no model for language 'xx'"),
                ((path, "--engine", "pocketsphinx", "--provider", "cuda"), "pocketsphinx runs on the CPU alone"),
                ((path, "--library", self.folder / "lib.so"), "Name the engine"),
                ((self.folder / "missing.wav",), "missing.wav")):
            self.fail_with_words("transcribe", *arguments, words=[words])

    def test_what_makes_no_sense_is_refused(self):
        path = self.recording("open the door")
        for arguments in ((), (path, path, "--format", "srt"), (path, path, "-o", f"{self.folder}/x/")):
            self.fail_with_words("transcribe", *arguments, status=2)


if __name__ == "__main__":
    unittest.main()
