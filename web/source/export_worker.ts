// Renders on a thread of its own, so that the page stays awake.
import { instantiate } from "./module";
import { render, type RenderJob } from "./rendering";

export interface ExportRequest {
  module: WebAssembly.Module;
  job: RenderJob;
}

export type ExportReport = { share: number } | { file: Blob } | { problem: string };

const kReportEvery = 0.01;

self.onmessage = (event: MessageEvent<ExportRequest>) => {
  const report = (what: ExportReport) => self.postMessage(what);
  try {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let told = 0;
    for (const { bytes, share } of render(instantiate(event.data.module), event.data.job)) {
      pieces.push(bytes);
      if (share >= told + kReportEvery) report({ share: (told = share) });
    }
    report({ file: new Blob(pieces, { type: "audio/wav" }) });
  } catch (error) {
    report({ problem: error instanceof Error ? error.message : String(error) });
  }
};
