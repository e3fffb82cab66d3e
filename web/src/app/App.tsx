import { Center, Loader, MantineProvider, type MantineColorSchemeManager, localStorageColorSchemeManager } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { createQueryClient } from "@/api/queries";
import { SignInAgain } from "@/features/session/SignInAgain";

import { createAppRouter } from "./router";
import { readable } from "./theme";
import { useTheme } from "./useTheme";

const schemes: MantineColorSchemeManager = localStorageColorSchemeManager({ key: "profkom.scheme" });

export function App() {
  const [client] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(client));
  const { t } = useTranslation();
  const theme = useTheme();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readable} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <QueryClientProvider client={client}>
        <ModalsProvider labels={{ confirm: t("yes"), cancel: t("cancel") }}>
          <Notifications position="bottom-right" />
          <Suspense fallback={<Waiting />}>
            <RouterProvider router={router} />
            <SignInAgain />
          </Suspense>
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Waiting() {
  return (
    <Center h="100%">
      <Loader type="dots" />
    </Center>
  );
}
