import "@fontsource-variable/golos-text/index.css";

import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: the green-blue of oxidised copper. */
const patina: MantineColorsTuple = [
  "#e9f7f9",
  "#d5ebef",
  "#a9d7df",
  "#79c1cd",
  "#53afbe",
  "#3aa3b5",
  "#2a94a7",
  "#1c7c8d",
  "#116f7f",
  "#00606f",
];

const FONT = '"Golos Text Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export const theme = createTheme({
  colors: { patina },
  primaryColor: "patina",
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: "600" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // Capitals by default would shout in Russian.
    Badge: { defaultProps: { tt: "none", radius: "sm", fw: 500 } },
    Tooltip: { defaultProps: { openDelay: 300, withinPortal: true } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
  },
});
