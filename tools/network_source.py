"""Writes the weights of a network as C++, for the trainers; src/analysis/packed_layer.h says how a layer is packed."""
import subprocess
import wave

import numpy as np


def clues_of(program, path):
    """What a program that prints clues says of a recording of 16 bits: rows of numbers."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768.0
    out = subprocess.run([program], input=samples.tobytes(), stdout=subprocess.PIPE, check=True).stdout
    values = np.frombuffer(out, np.float32)
    return int(values[0]), values[1:]


def lines(texts):
    out, line = [], ""
    for text in texts:
        if len(line) + len(text) + 1 > 111:
            out.append(line)
            line = ""
        line += (" " if line else "") + text
    return "".join(f"        {text}\n" for text in [*out, line])


def field(name, texts):
    return f"    .{name} = {{{{\n{lines(texts)}    }}}},\n"


def halves(values):
    return [f"0x{half:04X}," for half in np.asarray(values).astype(np.float16).view(np.uint16).flatten().tolist()]


def pack(weights):
    """Whole numbers to 127 and a scale for each input and output, moved until the largest weight of each is 127."""
    size = np.abs(weights) + 1e-12
    inputs, outputs = np.ones(weights.shape[0]), np.ones(weights.shape[1])
    for _ in range(50):
        inputs *= np.sqrt((size / inputs[:, None] / outputs).max(1))
        outputs *= np.sqrt((size / inputs[:, None] / outputs).max(0))
    outputs *= (size / inputs[:, None] / outputs).max(0) / 127
    inputs, outputs = inputs.astype(np.float16).astype(float), outputs.astype(np.float16).astype(float)
    return np.clip(np.round(weights / inputs[:, None] / outputs), -127, 127).astype(int), inputs, outputs


def layer_source(name, weights, biases):
    """PackedLayer of weights, inputs by outputs."""
    values, inputs, outputs = pack(weights)
    fields = (("values", [f"{value}," for value in values.flatten().tolist()]), ("input_scales", halves(inputs)),
              ("output_scales", halves(outputs)), ("biases", halves(biases)))  # fmt: skip
    return f"    .{name} = {{\n{''.join(field(*one) for one in fields)}    }},\n"
