"""Reads and writes wav files in plain Python: the tests' own opinion of what a file holds."""

import array
import struct
from dataclasses import dataclass
from pathlib import Path

INTEGER, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE


@dataclass
class Wav:
    rate: int
    channels: int
    bits: int
    kind: int  # INTEGER or FLOAT
    data: bytes

    @property
    def frames(self):
        return len(self.data) // (self.channels * self.bits // 8)

    def samples(self):
        """Interleaved, as the file has them: integers (8 bits unsigned), or floats."""
        if self.kind == FLOAT:
            return array.array({32: "f", 64: "d"}[self.bits], self.data)
        if self.bits == 24:
            whole = array.array("i", b"".join(b"\0" + self.data[i : i + 3] for i in range(0, len(self.data), 3)))
            return array.array("i", (value >> 8 for value in whole))
        return array.array({8: "B", 16: "h", 32: "i"}[self.bits], self.data)

    def channel(self, index):
        return self.samples()[index :: self.channels]

    def slice_of_frames(self, first, count):
        size = self.channels * self.bits // 8
        return self.data[first * size : (first + count) * size]


def parse(content):
    if content[:4] not in (b"RIFF", b"RF64") or content[8:12] != b"WAVE":
        raise ValueError("not a wav file")
    place, form = 12, None
    while place + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        body = content[place + 8 : place + 8 + size]
        if name == b"fmt ":
            form = struct.unpack_from("<HHIIHH", body)
            if form[0] == EXTENSIBLE:
                form = (struct.unpack_from("<H", body, 24)[0], *form[1:])
        elif name == b"data":
            if form is None:
                raise ValueError("data before its format")
            return Wav(form[2], form[1], form[5], form[0], body)
        place += 8 + size + size % 2
    raise ValueError("no data")


def read(path):
    return parse(Path(path).read_bytes())


def format_bytes(wav):
    block = wav.channels * wav.bits // 8
    header = struct.pack("<HHIIHH", wav.kind, wav.channels, wav.rate, wav.rate * block, block, wav.bits)
    chunks = b"fmt " + struct.pack("<I", len(header)) + header + b"data" + struct.pack("<I", len(wav.data)) + wav.data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def write(path, wav):
    Path(path).write_bytes(format_bytes(wav))
    return path


def of_floats(samples, rate, channels=1):
    """32-bit float, interleaved."""
    return Wav(rate, channels, 32, FLOAT, array.array("f", samples).tobytes())


def of_integers(samples, rate, channels=1, bits=16):
    if bits == 24:
        data = b"".join(struct.pack("<i", sample)[:3] for sample in samples)
    else:
        data = array.array({8: "B", 16: "h", 32: "i"}[bits], samples).tobytes()
    return Wav(rate, channels, bits, INTEGER, data)
