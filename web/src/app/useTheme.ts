import { mergeThemeOverrides } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { theme } from "./theme";

/** The theme, with the names of Mantine's own buttons in the language of the screen. */
export function useTheme() {
  const { t } = useTranslation();
  return useMemo(() => {
    const closes = { defaultProps: { closeButtonProps: { "aria-label": t("close") } } };
    return mergeThemeOverrides(theme, {
      components: {
        Modal: closes,
        Drawer: closes,
        Notification: closes,
        PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": t("showPassword") } } },
      },
    });
  }, [t]);
}
