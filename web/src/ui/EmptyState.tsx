import { Box, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { ComponentType, ReactNode } from "react";

interface Props {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  text?: string;
  /** What one can do about it. */
  children?: ReactNode;
}

/** A place with nothing in it yet: what will be here, and the first step. */
export function EmptyState({ icon: Icon, title, text, children }: Props) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <ThemeIcon variant="light" size={56} radius="xl">
        <Icon size={28} stroke={1.5} />
      </ThemeIcon>
      <Title order={3} size="h4">
        {title}
      </Title>
      {text && (
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {children && <Box mt="xs">{children}</Box>}
    </Stack>
  );
}
