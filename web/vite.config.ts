import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// A page of plain files that any server can hand out, at any path.
export default defineConfig({
  root: here("."),
  base: "./",
  resolve: { alias: [{ find: /^attacca\.wasm/, replacement: here("../build/web/web/module/attacca.wasm") }] },
  server: { fs: { allow: [here("..")] } },
  worker: { format: "es" },
  build: {
    outDir: here("../build/web/studio"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
