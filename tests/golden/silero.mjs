// Makes silero_v5.txt and silero_v6.txt: what ONNX Runtime says of assets/speech.flac, whose samples are taken as if they
// were of 16 kHz.
//
//   npm install --ignore-scripts onnxruntime-node@1.30.0; scripts/install_silero MODELS
//   ffmpeg -i assets/speech.flac -f f32le - | node tests/golden/silero.mjs MODELS
import { readFileSync, writeFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';

const CHUNK = 512, CONTEXT = 64;
const bytes = readFileSync(0);
const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
for (const version of [5, 6]) {
  const session = await ort.InferenceSession.create(`${process.argv[2]}/silero_vad_v${version}.onnx`);
  const sr = new ort.Tensor('int64', BigInt64Array.from([16000n]), []);
  let state = new ort.Tensor('float32', new Float32Array(256), [2, 1, 128]);
  let context = new Float32Array(CONTEXT);
  const lines = [];
  for (let i = 0; i + CHUNK <= samples.length; i += CHUNK) {
    const input = new Float32Array(CONTEXT + CHUNK);
    input.set(context);
    input.set(samples.subarray(i, i + CHUNK), CONTEXT);
    context = input.slice(CHUNK);
    const out = await session.run({ input: new ort.Tensor('float32', input, [1, input.length]), state, sr });
    state = out.stateN;
    lines.push(out.output.data[0].toFixed(6));
  }
  writeFileSync(new URL(`silero_v${version}.txt`, import.meta.url), `${lines.join('\n')}\n`);
}
