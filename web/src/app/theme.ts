import "@fontsource-variable/golos-text/index.css";

import { type CSSVariablesResolver, type MantineColorsTuple, createTheme, darken } from "@mantine/core";

import { parseDay } from "@/ui/dates";

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

/** The greys of the dark theme, with a breath of the accent in them, as the public form has it. */
const dark: MantineColorsTuple = [
  "#d9e3e6",
  "#b3c1c6",
  "#9dadb3",
  "#7b8b92",
  "#3c4c53",
  "#2b393f",
  "#1b272c",
  "#121b1f",
  "#0d1417",
  "#080d0f",
];

const FONT = '"Golos Text Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** The heading of what opens above a page stands out as those of the page do. */
const HEADED = { title: { fontWeight: 600, fontSize: "var(--mantine-font-size-lg)", lineHeight: 1.3 } };

export const theme = createTheme({
  colors: { patina, dark },
  primaryColor: "patina",
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  // Where black text begins to be read better than white.
  luminanceThreshold: 0.185,
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: "600" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // Capitals by default would shout in Russian, and need their letters apart.
    Badge: { defaultProps: { tt: "none", radius: "sm", fw: 500, lts: 0 } },
    Tooltip: { defaultProps: { openDelay: 300, withinPortal: true } },
    // Unless told, it would read «01.11.2026» as the eleventh of January.
    DateInput: { defaultProps: { valueFormat: "DD.MM.YYYY", dateParser: parseDay } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } }, styles: HEADED },
    Drawer: { styles: HEADED },
    // Its own place for the first focus is nothing that a menu may contain.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // A list that opens over what is said below its field hides it.
    Select: { defaultProps: { openOnFocus: false } },
    MultiSelect: { defaultProps: { openOnFocus: false } },
  },
});

/** Colours that Mantine takes too pale for small text; the ratio to what they stand on is at least 4.5 here. */
export const readable: CSSVariablesResolver = ({ colors }) => {
  const light: Record<string, string> = {
    "--mantine-color-dimmed": "#56646b",
    "--mantine-color-placeholder": "#66747b",
    "--mantine-color-error": "var(--mantine-color-red-9)",
  };
  for (const [name, shades] of Object.entries(colors)) {
    if (["gray", "dark", "patina"].includes(name)) continue;
    const ink = darken(shades[9], 0.3);
    light[`--mantine-color-${name}-text`] = ink;
    light[`--mantine-color-${name}-light-color`] = ink;
  }
  return {
    variables: {},
    light,
    dark: {
      // Paler than the card they lie on, not holes in it.
      "--mantine-color-gray-light": "var(--mantine-color-dark-5)",
      "--mantine-color-gray-light-hover": "var(--mantine-color-dark-4)",
      "--mantine-color-patina-light": "#0f3f49",
      "--mantine-color-patina-light-hover": "#154c57",
      "--mantine-color-placeholder": "var(--mantine-color-dark-2)",
      "--mantine-color-error": "var(--mantine-color-red-4)",
      // White words stand on it.
      "--mantine-color-red-filled": "var(--mantine-color-red-9)",
      "--mantine-color-red-filled-hover": "var(--mantine-color-red-8)",
    },
  };
};
