"""dictate: what is said into a microphone stands in a window, or runs programs; keys, signals, lost servers, bad input.

The microphone is the monitor of a sink that a voice of flite is played to.
"""

import json
import os
import signal
import subprocess
import unittest
from pathlib import Path

import sound_servers
from program import PROGRAM, ROOT, EndToEnd, needs, start
from screen import Screen

SECONDS = 60  # How long a loaded machine may take for anything.
PAD = ROOT / "tests" / "typing" / "pad.py"
GRAMMAR = """#JSGF V1.0;
grammar home;
public <command> = (turn the lights (on {lights_on} | off {lights_off})) | (open the browser) {browser}
    | (close the window) {close} | (play some music) {play} | (stop the music) {stop} | (next song) {next}
    | (louder please) {louder} | (what time is it) {time} | (good night) {night} | (start the computer) {start}
    | (call my brother) {call};
"""
MARKS, NUMBERS = "next song comma louder please", "turn twenty three lights off"
WRITING = f"""#JSGF V1.0;
grammar writing;
public <said> = <sentence> [<sentence>];
<sentence> = {MARKS} | {NUMBERS};
"""
MODEL = Path("/usr/share/pocketsphinx/model/en-us")


def eventually(condition):
    return sound_servers.eventually(condition, SECONDS)


class Dictating(EndToEnd):
    environment = None

    def begin(self, *arguments):
        """Returns once it listens."""
        self.errors = self.folder / "dictate.err"
        self.output = self.folder / "dictate.out"
        with open(self.errors, "wb") as errors, open(self.output, "wb") as output:
            process = start("dictate", *arguments, env=self.environment, stdin=subprocess.DEVNULL, stdout=output,
                            stderr=errors)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertTrue(eventually(lambda: "Listening" in self.said() or process.poll() is not None))
        self.assertIsNone(process.poll(), self.said())
        return process

    def said(self):
        return self.errors.read_text(errors="replace")

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path


@needs(*sound_servers.PROGRAMS, "flite", "sox", "Xvfb", "openbox", "xdotool")
@unittest.skipUnless(MODEL.exists(), "not installed: pocketsphinx-en-us")
class IntoAMicrophone(Dictating):
    @classmethod
    def setUpClass(cls):
        cls.screen = Screen("one", "800x600")
        cls.addClassCleanup(cls.screen.close)
        cls.environment = cls.screen.environment | {"NO_AT_BRIDGE": "1", "GTK_IM_MODULE": "gtk-im-context-simple"}

    def setUp(self):
        super().setUp()
        self.assertTrue(eventually(self.is_listed), "the sink does not appear")
        self.grammar = self.write("home.jsgf", GRAMMAR)

    def is_listed(self):
        done = subprocess.run([PROGRAM, "devices", "--json"], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=SECONDS)
        return any(device["id"] == "pipewire:one.monitor" for device in json.loads(done.stdout)["devices"])

    def listen(self, *arguments):
        return self.begin("--device", "pipewire:one.monitor", "--grammar", self.grammar, "--tone", "off", *arguments)

    def speak(self, *sentences, silence_s=1):
        """One after the other, with so much silence before and after each."""
        spoken = self.folder / "spoken.wav"
        padded = []
        for i, sentence in enumerate(sentences):
            plain = self.folder / f"plain{i}.wav"
            padded.append(self.folder / f"padded{i}.wav")
            subprocess.run(["flite", "-voice", "kal", "-t", sentence, "-o", str(plain)], check=True, timeout=SECONDS)
            subprocess.run(["sox", "-q", str(plain), str(padded[-1]), "pad", str(silence_s), str(silence_s)],
                           check=True, timeout=SECONDS)
        subprocess.run(["sox", *map(str, padded), str(spoken)], check=True, timeout=SECONDS)
        self.play(spoken)

    def play(self, spoken):
        subprocess.run([PROGRAM, "play", str(spoken), "--device", "pipewire:one", "--quiet"], env=self.environment,
                       stdin=subprocess.DEVNULL, check=True, timeout=SECONDS)

    def open_pad(self):
        """A window with the keyboard; returns what reads its text."""
        text, ready = self.folder / "pad.txt", self.folder / "pad.ready"
        process = subprocess.Popen(["/usr/bin/python3", "-B", str(PAD), str(text), str(ready)], env=self.environment,
                                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertTrue(eventually(ready.exists), "the window does not open")
        return lambda: text.read_text() if text.exists() else ""

    def signal(self, word):
        subprocess.run([PROGRAM, "dictate", "--signal", word], env=self.environment, check=True, timeout=SECONDS)

    def end(self, process):
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(SECONDS), 0, self.said())

    def test_commands_run_the_users_programs(self):
        done = self.folder / "done.txt"
        note = ["sh", "-c", 'echo "$1" >> "$0"', str(done)]
        commands = {tag: [*note, tag] for tag in ("lights_on", "browser", "next", "time")} | {"good night": ["sh", "-c", "exit 3"]}
        process = self.listen("--commands", self.write("home.json", json.dumps(commands)), "--live", "--stats")
        self.speak("turn the lights on", "open the browser", "next song", "what time is it")
        self.assertTrue(eventually(lambda: done.exists() and len(done.read_text().split()) >= 4), self.said())
        self.assertEqual(done.read_text().split(), ["lights_on", "browser", "next", "time"])
        self.speak("good night", "call my brother")
        self.assertTrue(eventually(lambda: "has no program for it" in self.said()), self.said())
        self.end(process)
        self.assertIn('"good night": sh ended with status 3', self.said())
        self.assertIn('"call my brother": ' + str(self.folder / "home.json"), self.said())
        for words in ("captured to detector: p50", "captured to recognizer: p50", "memory"):
            self.assertIn(words, self.said())

    def test_words_stand_in_the_window_between_two_presses(self):
        text = self.open_pad()
        process = self.listen()
        self.speak("good night")
        self.screen.xdotool("key", "ctrl+alt+space")
        self.speak("close the window", "play some music")
        self.assertTrue(eventually(lambda: text() == "Close the window play some music"), (text(), self.said()))
        self.screen.xdotool("key", "ctrl+alt+space")
        self.speak("next song")
        self.signal("start")
        self.speak("stop the music")
        self.assertTrue(eventually(lambda: text().endswith("Stop the music")), (text(), self.said()))
        self.assertNotIn("night", text())
        self.assertNotIn("song", text())
        self.end(process)

    def test_words_stand_in_the_window_when_the_key_is_let_go(self):
        text = self.open_pad()
        process = self.listen("--mode", "hold", "--key", "ctrl+F9")
        self.screen.xdotool("keydown", "ctrl", "keydown", "F9")
        self.speak("open the browser")
        self.assertEqual(text(), "")
        self.screen.xdotool("keyup", "F9", "keyup", "ctrl")
        self.assertTrue(eventually(lambda: text() == "Open the browser"), (text(), self.said()))
        self.end(process)

    def write_lines(self, *arguments, said=(MARKS, NUMBERS), lines=2):
        """What these options make of sentences that a second's silence parts."""
        self.grammar = self.write("writing.jsgf", WRITING)
        process = self.listen("--live", "--to", "stdout", *arguments)
        self.speak(*said, silence_s=0.5)
        self.assertTrue(eventually(lambda: self.output.read_text().count("\n") >= lines), self.said())
        self.end(process)
        return self.output.read_text().splitlines()

    def test_each_sentence_is_a_line_with_its_marks(self):
        self.assertEqual(self.write_lines(), ["Next song, louder please", "turn twenty three lights off"])

    def test_marks_are_words_where_punctuation_is_off(self):
        self.assertEqual(self.write_lines("--punctuation", "off", said=[MARKS], lines=1), [MARKS])

    def test_numbers_are_digits_where_these_are_wanted(self):
        self.assertEqual(self.write_lines("--digits", said=[NUMBERS], lines=1), ["Turn 23 lights off"])

    def test_a_pause_shorter_than_the_release_parts_no_sentences(self):
        written = self.write_lines("--release", 1500, lines=1)
        self.assertEqual(written, ["Next song, louder please turn twenty three lights off"])

    def test_a_server_that_is_killed_and_comes_back_is_heard_again(self):
        process = self.listen("--live", "--to", "stdout")
        self.speak("good night")
        self.assertTrue(eventually(lambda: self.output.read_text() == "Good night\n"), self.said())
        self.screen.kill()
        self.assertTrue(eventually(lambda: "waiting until it is back" in self.said()), self.said())
        self.assertIsNone(process.poll())
        self.screen.start("one")
        self.assertTrue(eventually(lambda: "listening again, to Monitor of one" in self.said()), self.said())
        self.speak("next song")
        self.assertTrue(eventually(lambda: self.output.read_text() == "Good night\nnext song\n"), (self.output.read_text(), self.said()))
        self.end(process)

    def test_a_phrase_wakes_it(self):
        process = self.listen("--wake", "good morning computer", "--to", "stdout", "--stats")
        self.speak("next song")
        self.speak("good morning computer")
        self.speak("open the browser")
        self.assertTrue(eventually(lambda: self.output.read_text() == "Open the browser\n"), (self.output.read_text(), self.said()))
        self.end(process)
        self.assertIn("captured to detector, before the wake phrase: p50", self.said())

    def test_what_follows_the_phrase_in_one_breath_is_meant(self):
        process = self.listen("--wake", "good morning computer", "--to", "stdout")
        self.speak("next song", "good morning computer close the window")
        self.assertTrue(eventually(lambda: self.output.read_text() == "Close the window\n"), (self.output.read_text(), self.said()))
        self.end(process)

    def test_there_is_one_only(self):
        process = self.listen("--key", "none")
        self.fail_with_words("dictate", "--device", "null", "--key", "none", words=["attacca dictate runs already"],
                             environment=self.environment)
        self.end(process)

    def test_a_key_that_somebody_holds_is_said_to_be(self):
        process = self.listen("--key", "Ctrl+Alt+Space")
        other = self.environment | {"XDG_RUNTIME_DIR": str(self.folder)}
        self.fail_with_words("dictate", "--device", "null", environment=other,
                             words=["another program holds Ctrl+Alt+Space", "--key none"])
        self.end(process)


class BadInput(Dictating):
    def refuse(self, *arguments, status=1, words=()):
        alone = {"XDG_RUNTIME_DIR": str(self.folder), "DISPLAY": "", "WAYLAND_DISPLAY": "", "DBUS_SESSION_BUS_ADDRESS": "",
                 "PIPEWIRE_REMOTE": "nobody", "JACK_NO_START_SERVER": "1", "JACK_DEFAULT_SERVER": "nobody"}
        self.fail_with_words("dictate", *arguments, status=status, words=words, environment=alone)
        self.assertFalse((self.folder / "attacca-dictate").exists())

    def test_keys(self):
        self.refuse("--key", "Ctl+Space", "--to", "stdout", status=2, words=["\"Ctl\" is not Ctrl", "did you mean Ctrl?"])
        self.refuse("--key", "a", "--to", "stdout", status=2, words=["it is needed to write"])
        self.refuse("--key-from", "x11", "--to", "stdout", words=["$DISPLAY is not set", "--key none"])

    def test_targets(self):
        self.refuse("--to", "widow", words=["text cannot go to \"widow\"", "or to stdout"])
        self.refuse("--to", "window", words=["--to window: there is no X11 display"])
        self.refuse("--to", "socket:/nowhere/at/all", words=["no program listens at this socket"])

    def test_signals(self):
        self.refuse("--signal", "start", words=["attacca dictate does not run"])
        self.refuse("--signal", "begin", status=2, words=["\"begin\" is no signal"])

    def test_files(self):
        here = ("--live", "--to", "stdout")
        self.refuse("--grammar", "/nowhere.jsgf", *here, words=["/nowhere.jsgf"])
        broken = self.write("broken.jsgf", "#JSGF V1.0;\ngrammar a;\npublic <b> = (c ;\n")
        self.refuse("--grammar", broken, *here, words=["broken.jsgf:3"])
        good = self.write("good.jsgf", GRAMMAR)
        self.refuse("--grammar", good, "--commands", self.write("home.json", "lights: on"), "--live", words=["home.json: this is no JSON"])
        self.refuse("--commands", "home.json", *here, status=2, words=["--commands: needs --grammar"])

    def test_engines_and_microphones(self):
        here = ("--live", "--to", "stdout")
        self.refuse("--engine", "dragon", "--device", "null", *here, words=["dragon"])
        self.refuse("--wake", "hello", "--live", status=2, words=["--wake"])
        self.refuse(*here, words=["no input device answers"])
        self.refuse("--device", "nowhere", *here, words=["nowhere"])


if __name__ == "__main__":
    unittest.main()
