// Sounds for the tests, the same in every run.

/** 32-bit float WAV. */
export function wav(channels, sampleRate) {
  const frames = channels[0].length;
  const bytes = Buffer.alloc(44 + 4 * frames * channels.length);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(channels.length, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * 4 * channels.length, 28);
  bytes.writeUInt16LE(4 * channels.length, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let i = 0; i < frames; ++i) {
    channels.forEach((samples, c) => bytes.writeFloatLE(samples[i], 44 + 4 * (i * channels.length + c)));
  }
  return bytes;
}

/** The channels of a 32-bit float WAV. */
export function readWav(bytes) {
  const place = (name) => {
    let at = 12;
    while (bytes.toString("latin1", at, at + 4) !== name) at += 8 + bytes.readUInt32LE(at + 4);
    return at;
  };
  const count = bytes.readUInt16LE(place("fmt ") + 10);
  const data = place("data");
  const frames = bytes.readUInt32LE(data + 4) / (4 * count);
  const channels = Array.from({ length: count }, () => new Float32Array(frames));
  for (let i = 0; i < frames; ++i) {
    for (let c = 0; c < count; ++c) channels[c][i] = bytes.readFloatLE(data + 8 + 4 * (i * count + c));
  }
  return channels;
}

/** Tones and noise in stereo, loud enough for the limiter, with silence at both ends for fades to lie in. */
export function music(seconds, sampleRate = 48000) {
  const frames = Math.round(seconds * sampleRate);
  const edge = Math.round(0.05 * sampleRate);
  let seed = 1;
  const noise = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 31 - 1) * 0.1;
  return [0, 1].map((channel) =>
    Float32Array.from({ length: frames }, (_, i) => {
      if (i < edge || i >= frames - edge) return 0;
      const t = i / sampleRate;
      const tones = [60, 220, 997, 5000].map((hz, k) => 0.2 * Math.sin(2 * Math.PI * hz * (1 + 0.01 * channel) * t + k));
      return tones.reduce((sum, tone) => sum + tone, 0) + noise();
    }),
  );
}

/** One tone after another, each `seconds` long, with overtones and a decay as a plucked string has. */
export function melody(pitches, seconds, sampleRate = 48000) {
  const each = Math.round(seconds * sampleRate);
  const samples = new Float32Array(each * (pitches.length + 1));
  pitches.forEach((midi, n) => {
    const hz = 440 * 2 ** ((midi - 69) / 12);
    for (let i = 0; i < each; ++i) {
      const t = i / sampleRate;
      const fade = Math.min(1, i / 240) * Math.min(1, (each - i) / 960) * Math.exp(-2 * t);
      let sum = 0;
      for (let k = 1; k <= 6; ++k) sum += Math.sin(2 * Math.PI * hz * k * t) / k;
      samples[n * each + i] = 0.25 * fade * sum;
    }
  });
  return samples;
}

/** How far b is from a, in dB of a's power: the worst channel. */
export function errorDb(a, b) {
  let worst = -Infinity;
  a.forEach((samples, c) => {
    let power = 0;
    let error = 0;
    for (let i = 0; i < samples.length; ++i) {
      power += samples[i] ** 2;
      error += (samples[i] - (b[c][i] ?? 0)) ** 2;
    }
    worst = Math.max(worst, 10 * Math.log10(Math.max(error, 1e-30) / power));
  });
  return worst;
}
