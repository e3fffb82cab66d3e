import { mergeThemeOverrides } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { theme } from "./theme";

/** The theme, with the names of Mantine's own buttons in the language of the screen, and the calendar's months. */
export function useTheme() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(() => {
    const closes = { defaultProps: { closeButtonProps: { "aria-label": t("close") } } };
    const steps = ["previousMonth", "nextMonth", "previousYear", "nextYear", "previousDecade", "nextDecade"] as const;
    // Days of the months beside would be too pale to be read, and each of them is twice to be chosen.
    const calendar = {
      defaultProps: { locale, hideOutsideDates: true, ariaLabels: Object.fromEntries(steps.map((step) => [step, t(`calendar.${step}`)])) },
    };
    return mergeThemeOverrides(theme, {
      components: {
        Modal: closes,
        Drawer: closes,
        Notification: closes,
        DateInput: calendar,
        DatePickerInput: calendar,
        DateTimePicker: calendar,
        PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": t("showPassword") } } },
      },
    });
  }, [t, locale]);
}
