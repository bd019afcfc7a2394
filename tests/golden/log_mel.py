#!/usr/bin/env python3
"""Log-mel features in plain NumPy, in double precision, straight from their definitions: what the program is held to.

    tests/golden/log_mel.py make [DIR]                      writes the golden vectors of the C++ tests (default: here)
    tests/golden/log_mel.py frames IN.npy OUT.npy --preset lipsync|whisper [--bins 80|128] [--window FRAMES]

IN.npy holds 16 kHz samples, as floats of full scale 1 or as 16-bit integers.
"""

import argparse
from pathlib import Path

import numpy as np

RATE = 16000


def hz_to_mel(hz):
    """Slaney's scale: linear to 1 kHz, logarithmic above."""
    hz = np.asarray(hz, dtype=np.float64)
    return np.where(hz < 1000, 3 * hz / 200, 15 + 27 * np.log(np.maximum(hz, 1000) / 1000) / np.log(6.4))


def mel_to_hz(mel):
    mel = np.asarray(mel, dtype=np.float64)
    return np.where(mel < 15, 200 * mel / 3, 1000 * np.exp(np.log(6.4) / 27 * (np.maximum(mel, 15) - 15)))


def mel_filters(length, bins, lowest_hz, highest_hz):
    """bins × (length / 2 + 1): triangles of area 1, as librosa.filters.mel(htk=False, norm="slaney")."""
    edges = mel_to_hz(np.linspace(hz_to_mel(lowest_hz), hz_to_mel(highest_hz), bins + 2))
    frequencies = np.arange(length // 2 + 1) * RATE / length
    rising = (frequencies[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - frequencies[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]


def spectra(padded, length, hop):
    """Frames × bins of the transform under a periodic Hann window."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    count = 1 + (len(padded) - length) // hop
    frames = np.stack([padded[i * hop : i * hop + length] for i in range(count)])
    return np.abs(np.fft.rfft(frames * window, axis=1))


def lipsync(samples):
    emphasized = samples - 0.97 * np.concatenate([[0.0], samples[:-1]])[: len(samples)]
    magnitudes = spectra(np.pad(emphasized, 400), 800, 200)
    levels = 20 * np.log10(np.maximum(1e-5, magnitudes @ mel_filters(800, 80, 55, 7600).T)) - 20
    return np.clip(8 * (levels + 100) / 100 - 4, -4, 4)


def whisper(samples, bins=80, window=None):
    """`window` frames at a time share one clamp; None: all of them."""
    if len(samples) < 160:
        return np.zeros((0, bins))
    powers = spectra(np.pad(samples, 200, mode="reflect"), 400, 160)[: len(samples) // 160] ** 2
    levels = np.log10(np.maximum(1e-10, powers @ mel_filters(400, bins, 0, 8000).T))
    for first in range(0, len(levels), window or len(levels)):
        part = levels[first : first + (window or len(levels))]
        np.maximum(part, part.max() - 8, out=part)
    return (levels + 4) / 4


def features(samples, preset, bins=80, window=None):
    samples = samples / 32768 if samples.dtype == np.int16 else samples.astype(np.float64)
    return lipsync(samples) if preset == "lipsync" else whisper(samples, bins, window)


def golden_input():
    """0.3 s that visit what can go wrong: silence, a click, a sweep at full scale, noise at every level, one small step."""
    time = np.arange(RATE * 3 // 10) / RATE
    noise = np.random.RandomState(7).uniform(-1, 1, len(time))
    signal = np.where(time < 0.15, np.sin(2 * np.pi * (60 * time + 25000 * time**2)), noise * 10 ** (-24 * (time - 0.15)))
    signal[:700] = 0
    signal[350] = 1
    signal[4000:4600] = 0
    signal[4300] = 1 / 32768
    return np.round(np.clip(signal, -1, 1) * 32767).astype(np.int16)


def make(folder):
    samples = golden_input()
    np.save(folder / "log_mel_input.npy", samples)
    for name, preset, bins in (("lipsync", "lipsync", 80), ("whisper_80", "whisper", 80), ("whisper_128", "whisper", 128)):
        np.save(folder / f"log_mel_{name}.npy", features(samples, preset, bins).astype(np.float32))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    made = tasks.add_parser("make")
    made.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    wanted = tasks.add_parser("frames")
    wanted.add_argument("source", type=Path)
    wanted.add_argument("target", type=Path)
    wanted.add_argument("--preset", choices=("lipsync", "whisper"), required=True)
    wanted.add_argument("--bins", type=int, default=80)
    wanted.add_argument("--window", type=int)
    options = parser.parse_args()
    if options.task == "make":
        make(options.folder)
    else:
        np.save(options.target, features(np.load(options.source), options.preset, options.bins, options.window))


if __name__ == "__main__":
    main()
