"""The formulas of the Audio EQ Cookbook, written down anew: what the equalizer is measured against."""

import cmath
import math


def coefficients(kind, center_hz, gain_db, q, rate):
    w = 2 * math.pi * center_hz / rate
    cosine, alpha, a = math.cos(w), math.sin(w) / (2 * q), 10 ** (gain_db / 40)
    root = 2 * math.sqrt(a) * alpha
    if kind == "PK":
        return (1 + alpha * a, -2 * cosine, 1 - alpha * a), (1 + alpha / a, -2 * cosine, 1 - alpha / a)
    if kind == "LSC":
        return (
            (a * (a + 1 - (a - 1) * cosine + root), 2 * a * (a - 1 - (a + 1) * cosine), a * (a + 1 - (a - 1) * cosine - root)),
            (a + 1 + (a - 1) * cosine + root, -2 * (a - 1 + (a + 1) * cosine), a + 1 + (a - 1) * cosine - root),
        )
    if kind == "HSC":
        return (
            (a * (a + 1 + (a - 1) * cosine + root), -2 * a * (a - 1 + (a + 1) * cosine), a * (a + 1 + (a - 1) * cosine - root)),
            (a + 1 - (a - 1) * cosine + root, 2 * (a - 1 - (a + 1) * cosine), a + 1 - (a - 1) * cosine - root),
        )
    below = {
        "LPQ": ((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2),
        "HPQ": ((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2),
        "NO": (1, -2 * cosine, 1),
        "BP": (alpha, 0, -alpha),
        "AP": (1 - alpha, -2 * cosine, 1 + alpha),
    }
    return below[kind], (1 + alpha, -2 * cosine, 1 - alpha)


def magnitude_db(kind, center_hz, gain_db, q, rate, frequency_hz):
    b, a = coefficients(kind, center_hz, gain_db, q, rate)
    z = cmath.exp(-2j * math.pi * frequency_hz / rate)
    gain = abs((b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z))
    return 20 * math.log10(max(gain, 1e-12))
