"""Three hundred damaged files: each ends in a clear message and status 1, or in the part that could be decoded."""

import os
import random
import struct
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor

import signals
import wav_file
from program import EndToEnd, ffmpeg, needs, run, start

MEMORY_LIMIT = 200 * 1024 * 1024
CODECS = {
    "wav": ("pcm_s16le",), "aiff": ("pcm_s16be",), "flac": ("flac",), "ogg": ("libvorbis",), "opus": ("libopus",),
    "mp3": ("libmp3lame",), "m4a": ("aac",), "wma": ("wmav2",), "alac.m4a": ("alac",),
}


def truncated(data, pick):
    return data[: pick.randrange(1, len(data))]


def flipped(data, pick):
    changed = bytearray(data)
    for _ in range(pick.choice((1, 10, 200))):
        changed[pick.randrange(len(changed))] ^= 1 << pick.randrange(8)
    return bytes(changed)


def flipped_head(data, pick):
    changed = bytearray(data)
    for _ in range(pick.choice((1, 4))):
        changed[pick.randrange(min(len(changed), 200))] = pick.randrange(256)
    return bytes(changed)


def holed(data, pick):
    first = pick.randrange(len(data))
    return data[:first] + bytes(pick.randrange(1, 4000)) + data[first + pick.randrange(4000) :]


def shuffled(data, pick):
    cuts = sorted(pick.randrange(len(data)) for _ in range(3))
    return data[cuts[1] : cuts[2]] + data[: cuts[0]] + data[cuts[0] : cuts[1]] + data[cuts[2] :]


DAMAGES = (truncated, flipped, flipped_head, holed, shuffled)


def wav_with_sizes(riff, data, channels=2, rate=44100, bits=16):
    block = max(1, channels * bits // 8)
    form = struct.pack("<HHIIHH", 1, channels, rate, (rate * block) % (1 << 32), block % 65536, bits)
    return (b"RIFF" + struct.pack("<I", riff) + b"WAVEfmt " + struct.pack("<I", 16) + form
            + b"data" + struct.pack("<I", data) + bytes(range(256)) * 16)


def hand_made():
    yield "empty.wav", b""
    yield "one_byte.flac", b"f"
    yield "text.mp3", b"This is not music.\n" * 50
    yield "zeros.ogg", bytes(10000)
    yield "magic_only.flac", b"fLaC"
    yield "huge_riff.wav", wav_with_sizes(0xFFFFFFFF, 0xFFFFFFFF)
    yield "huge_data.wav", wav_with_sizes(4096, 0x7FFFFFFF)
    yield "no_data.wav", wav_with_sizes(36, 0)[:44]
    yield "no_channels.wav", wav_with_sizes(4132, 4096, channels=0)
    yield "many_channels.wav", wav_with_sizes(4132, 4096, channels=65535)
    yield "no_rate.wav", wav_with_sizes(4132, 4096, rate=0)
    yield "absurd_rate.wav", wav_with_sizes(4132, 4096, rate=0xFFFFFFFF)
    yield "absurd_bits.wav", wav_with_sizes(4132, 4096, bits=4095)


class DamagedFiles(EndToEnd):
    def make_sources(self):
        rate, frames = 44100, 44100
        left, right = signals.sine(440, rate, frames, 0.4), signals.sine(3000, rate, frames, 0.2)
        source = wav_file.write(self.folder / "source.wav", wav_file.of_floats(signals.interleaved(left, right), rate, 2))
        for extension, codec in CODECS.items():
            path = self.folder / f"sound.{extension}"
            ffmpeg("-i", source, "-c:a", *codec, path)
            yield extension, path.read_bytes()

    def make_damaged(self):
        """Paths of three hundred files, the same every time."""
        pick = random.Random(2026)
        files = list(hand_made())
        sources = list(self.make_sources())
        # A right body under a wrong name.
        files += [(f"misnamed_{a}.{b}", data) for (a, data), (b, _) in zip(sources, sources[1:] + sources[:1])]
        while len(files) < 300:
            extension, data = sources[len(files) % len(sources)]
            damage = DAMAGES[(len(files) // len(sources)) % len(DAMAGES)]
            files.append((f"{damage.__name__}_{len(files)}.{extension}", damage(data, pick)))
        for name, data in files:
            path = self.folder / name
            path.write_bytes(data)
            yield path

    def verdict(self, path):
        """None, or what is wrong with how the program took this file."""
        output = self.folder / f"{path.name}.out.wav"
        process = start("render", path, "-o", output, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            _, errors = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return "hangs"
        errors = errors.decode(errors="replace")
        if process.returncode not in (0, 1):
            return f"status {process.returncode}: {errors[-400:]}"
        if process.returncode == 1:
            if path.name not in errors:
                return f"the message does not name the file: {errors!r}"
            if output.exists():
                return "failed, and left an output"
            return None
        result = wav_file.read(output)
        if result.frames == 0:
            return "claims success with no sound"
        if result.frames > 3 * result.rate + 65536:
            return f"one second of sound became {result.frames} frames"
        return None

    @needs("ffmpeg")
    def test_three_hundred(self):
        paths = list(self.make_damaged())
        self.assertGreaterEqual(len(paths), 300)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            verdicts = list(pool.map(self.verdict, paths))
        bad = [f"{path.name}: {verdict}" for path, verdict in zip(paths, verdicts) if verdict]
        self.assertEqual(bad, [])

    def test_memory_stays_bounded_whatever_a_header_claims(self):
        for name, data in hand_made():
            path = self.folder / name
            path.write_bytes(data)
            done = run("render", path, "-o", self.folder / "out.wav")
            self.assertIn(done.status, (0, 1), f"{name}: {done.errors}")
            self.assertLess(done.peak_resident_bytes, MEMORY_LIMIT, name)

    def test_what_is_no_file_is_said_to_be_none(self):
        (self.folder / "folder.flac").mkdir()
        (self.folder / "circle.wav").symlink_to("circle.wav")
        (self.folder / "nowhere.wav").symlink_to("gone.wav")
        for name in ("folder.flac", "circle.wav", "nowhere.wav", "gone.wav"):
            self.fail_with_words("render", self.folder / name, "-o", self.folder / "out.wav", words=[name])

    def test_the_part_before_a_truncation_is_kept(self):
        samples = signals.noise_integers(2 * 20000)
        whole = wav_file.of_integers(samples, 44100, 2)
        path = self.folder / "cut.wav"
        path.write_bytes(wav_file.format_bytes(whole)[: 44 + 4 * 12345])
        self.succeed("render", path, "-o", self.folder / "out.wav")
        self.assertEqual(wav_file.read(self.folder / "out.wav").data, whole.slice_of_frames(0, 12345))


if __name__ == "__main__":
    unittest.main()
