import react from "@vitejs/plugin-react";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const GATEWAY = process.env["PROFKOM_ADDRESS"] ?? "http://127.0.0.1:8000";

const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")) as { version: string };

export default defineConfig({
  plugins: [react()],
  define: { __VERSION__: JSON.stringify(version) },
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // What the gateway's content policy allows: no inline scripts, no data: scripts.
  // The library of charts is larger than what is warned of, and fetched only by who looks at figures.
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    // What every page needs is one file: as eighty small ones it would be 18 kB more, compressed.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shell", test: /\/src\/main\.tsx$/ }] } } },
  },
  server: { port: 5173, proxy: { "/api": { target: GATEWAY, changeOrigin: true } } },
  test: { include: ["src/**/*.test.{ts,tsx}"], css: false, restoreMocks: true },
});
