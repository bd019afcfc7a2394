"""What is true of a clip of tools/voice_set, and how well probabilities tell it."""
import numpy as np

HOPS = 100  # A second.
DOUBT_HOPS = 5  # After an offset, in which to be wrong matters less, as in the first moment of an onset.
EARLY_HOPS = 12  # Of an onset, in which to be late matters more.


def segments_of(path):
    """(start_s, end_s) of each stretch of speech."""
    return [[float(value) for value in line.split(",")] for line in path.read_text().splitlines()[1:]]


def truth_of(path, hops):
    """Of each 10 ms whether it is speech, and how much it matters."""
    truth, weight = np.zeros(hops, np.float32), np.ones(hops, np.float32)
    for start, end in segments_of(path):
        first, last = round(start * HOPS), round(end * HOPS)
        truth[first:last] = 1.0
        weight[first : first + EARLY_HOPS] = 2.0
        weight[first : first + 2] = 0.4
        weight[last : last + DOUBT_HOPS] = 0.2
    return truth, weight


def area_under_curve(odds, truth):
    order = np.argsort(odds, kind="stable")
    ranks = np.empty(len(odds))
    ranks[order] = np.arange(1, len(odds) + 1)
    speech, rest = truth.sum(), (~truth).sum()
    return (ranks[truth].sum() - speech * (speech + 1) / 2) / (speech * rest) if speech and rest else float("nan")
