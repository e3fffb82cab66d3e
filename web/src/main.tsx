// First: it says in which order the layers come.
import "./app/global.css";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/App";
import { startTexts } from "./i18n";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
await startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
