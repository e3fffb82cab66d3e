// The public form: a build of its own beside the staff client's, so that neither carries what is the other's.
import react from "@vitejs/plugin-react";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin } from "vite";

const alias = { "@": fileURLToPath(new URL("./src", import.meta.url)) };
const target = "es2022";

/** The service worker is one classic script at /f/, and knows the names of the files that the form needs offline. */
function serviceWorker(): Plugin {
  return {
    name: "form-service-worker",
    async writeBundle(_, bundle) {
      // Of the font, what Russian and English are written with; the rest comes when it is needed.
      const wanted = Object.keys(bundle).filter((name) => name.startsWith("assets/") && !/-ext-|\.map$/.test(name));
      const shell = [...wanted.map((name) => `/${name}`), "/mark.svg"];
      const page = bundle["form.html"];
      const content = page?.type === "asset" ? String(page.source) : "";
      const version = createHash("sha256").update(JSON.stringify([shell, content])).digest("hex").slice(0, 12);
      await build({
        configFile: false,
        logLevel: "warn",
        resolve: { alias },
        define: { SHELL: JSON.stringify(shell), VERSION: JSON.stringify(version) },
        publicDir: false,
        build: {
          target,
          emptyOutDir: false,
          outDir: "dist/f",
          rollupOptions: { input: "src/form/worker/worker.ts", output: { format: "iife", entryFileNames: "worker.js" } },
        },
      });
    },
  };
}

export default defineConfig({
  plugins: [react(), serviceWorker()],
  resolve: { alias },
  publicDir: false,
  build: {
    target,
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    assetsDir: "assets/form",
    rollupOptions: { input: "form.html" },
  },
});
