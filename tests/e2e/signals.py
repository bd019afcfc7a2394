"""Test signals, and what is measured of them."""

import cmath
import math
import random


def noise_integers(count, bits=16, seed=1, level=1.0):
    """Every frame differs from its neighbors, so that a shift by one frame cannot pass unseen."""
    low, high = (0, 255) if bits == 8 else (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    pick = random.Random(seed).randint
    if bits == 8:
        return [pick(low, high) for _ in range(count)]
    return [int(level * pick(low, high)) for _ in range(count)]


def sine(frequency_hz, rate, frames, amplitude=0.5, phase=0.0):
    step = 2 * math.pi * frequency_hz / rate
    return [amplitude * math.sin(phase + step * i) for i in range(frames)]


def interleaved(*channels):
    return [sample for frame in zip(*channels) for sample in frame]


def transfer(impulse_response, frequency_hz, rate):
    """The complex gain at a frequency, by Horner's rule from the end."""
    step = cmath.exp(-2j * math.pi * frequency_hz / rate)
    total = 0j
    for sample in reversed(impulse_response):
        total = total * step + sample
    return total


def decibels(gain):
    return 20 * math.log10(abs(gain)) if gain else -math.inf


def tone_level_db(samples, frequency_hz, rate):
    """The level of a sine in samples, windowed: 0 dB is full scale."""
    count = len(samples)
    window = [0.5 - 0.5 * math.cos(2 * math.pi * i / count) for i in range(count)]
    total = transfer([a * w for a, w in zip(samples, window)], frequency_hz, rate)
    return decibels(2 * abs(total) / sum(window))


def strongest_frequency_hz(samples, rate):
    """From rising zero crossings: for pure tones only."""
    crossings = [i + samples[i] / (samples[i] - samples[i + 1])
                 for i in range(len(samples) - 1) if samples[i] < 0 <= samples[i + 1]]
    return rate * (len(crossings) - 1) / (crossings[-1] - crossings[0])
