import "@fontsource-variable/golos-text/index.css";
import "./form.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// Absent without TLS and in some private windows: then the page sends by itself while it is open.
const workers = (navigator as Partial<Navigator>).serviceWorker;
workers?.register("/f/worker.js", { scope: "/f/", updateViaCache: "none" }).catch(() => undefined);
