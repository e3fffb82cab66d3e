import { Input, SegmentedControl, Select, SimpleGrid, Text, TextInput, Textarea } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import type { UseFormReturnType } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { type Choice, useSiteChoices } from "@/features/structure/choices";
import "@/ui/calendar";

import { categoriesQuery, severitiesQuery } from "./queries";
import type { FindingValues } from "./values";

interface Props {
  form: UseFormReturnType<FindingValues>;
  /** Branches to file in, where there is a choice. */
  branches?: readonly Choice[];
  /** What a record has now though it was retired since: it stays to be chosen. */
  known?: { site?: Choice; category?: Choice };
  /** What stands below what was written about it. */
  belowDescription?: ReactNode;
  belowField?: (name: keyof FindingValues) => ReactNode;
}

/** The fields of a finding, for who files it and for who corrects it. */
export function FindingFields({ form, branches = [], known = {}, belowDescription, belowField = () => null }: Props) {
  const { t } = useTranslation("finding");
  const sites = withKnown(useSiteChoices(), known.site);
  const { data: categories } = useQuery(categoriesQuery);
  const categoryChoices = withKnown(categories?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [], known.category);
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <div>
          <Select
            label={t("fields.site")}
            placeholder={t("choose")}
            withAsterisk
            searchable
            data={sites}
            nothingFoundMessage={t("common:nothingFound")}
            {...form.getInputProps("site_id")}
          />
          {belowField("site_id")}
        </div>
        <div>
          <TextInput label={t("fields.place")} placeholder={t("placeExample")} withAsterisk maxLength={200} {...form.getInputProps("place")} />
          {belowField("place")}
        </div>
      </SimpleGrid>
      {branches.length > 1 && (
        <Select label={t("fields.branch")} searchable withAsterisk data={[...branches]} {...form.getInputProps("branch_id")} />
      )}
      <div>
        <Textarea
          label={t("fields.description")}
          data-autofocus
          description={t("descriptionHint")}
          withAsterisk
          autosize
          minRows={4}
          maxRows={16}
          maxLength={10_000}
          {...form.getInputProps("description")}
        />
        {belowField("description")}
      </div>
      {belowDescription}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <div>
          <Select
            label={t("fields.category")}
            placeholder={t("choose")}
            withAsterisk
            searchable
            data={categoryChoices}
            nothingFoundMessage={t("common:nothingFound")}
            {...form.getInputProps("category_id")}
          />
          {belowField("category_id")}
        </div>
        <div>
          <DateTimePicker
            label={t("fields.foundAt")}
            placeholder={t("now")}
            valueFormat="DD.MM.YYYY HH:mm"
            clearable={form.values.found_at !== null && form.getInitialValues().found_at === null}
            maxDate={new Date()}
            {...form.getInputProps("found_at")}
          />
          {belowField("found_at")}
        </div>
      </SimpleGrid>
      <div>
        <SeverityField form={form} />
        {belowField("severity")}
      </div>
      <div>
        <Textarea
          label={t("fields.proposal")}
          description={t("proposalHint")}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={10_000}
          {...form.getInputProps("proposal")}
        />
        {belowField("proposal")}
      </div>
    </>
  );
}

function withKnown(choices: readonly Choice[], known: Choice | undefined): Choice[] {
  return known && !choices.some(({ value }) => value === known.value) ? [known, ...choices] : [...choices];
}

function SeverityField({ form }: { form: UseFormReturnType<FindingValues> }) {
  const { t } = useTranslation("finding");
  const narrow = useMediaQuery("(max-width: 36em)");
  const { data } = useQuery(severitiesQuery);
  const { severity } = form.values;
  const offered = data?.items.filter(({ active, code }) => active || code === severity) ?? [];
  const chosen = offered.find(({ code }) => code === severity);
  const told = [chosen?.description, chosen?.due_days != null && t("term", { count: chosen.due_days })].filter(Boolean).join(" ");
  return (
    <Input.Wrapper label={t("fields.severity")} labelElement="div" error={form.errors["severity"]}>
      <SegmentedControl
        fullWidth
        orientation={narrow ? "vertical" : "horizontal"}
        aria-label={t("fields.severity")}
        data={offered.map(({ code, name }) => ({ value: code, label: name }))}
        value={severity}
        onChange={(value) => form.setFieldValue("severity", value)}
      />
      {told && (
        <Text size="xs" c="dimmed" mt={4}>
          {told}
        </Text>
      )}
    </Input.Wrapper>
  );
}
