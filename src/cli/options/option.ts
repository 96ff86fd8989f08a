/** Options as data: what the help says, how the text is read, and which option of the library it is. */

import { type Command, Option } from 'commander';
import type { FleetOptions } from '../../aws/open-fleet.ts';
import { parseRunOptions, type RunOptions, type RunSettings } from '../../fleet/run-options.ts';

export interface OptionOf<Field extends PropertyKey> {
  readonly field: Field;
  /** `--targets <ids>`, as commander reads it. */
  readonly flags: string;
  readonly help: string;
  readonly read?: (text: string, previous: never) => unknown;
  /** Shown by the help only; the library has the default itself. */
  readonly byDefault?: string;
  /** The commander's name of an option that contradicts it. */
  readonly conflicts?: string;
}

export type RunOption = OptionOf<keyof RunOptions>;
export type FleetOption = OptionOf<keyof FleetOptions>;

/** What commander found, by its own names. */
export type Given = Readonly<Record<string, unknown>>;

export function addOptions(
  command: Command,
  heading: string,
  options: readonly OptionOf<PropertyKey>[],
): void {
  for (const { flags, help, read, byDefault, conflicts } of options) {
    const text = byDefault === undefined ? help : `${help} (default: ${byDefault})`;
    const option = new Option(flags, text).helpGroup(heading);
    if (read) option.argParser(read as (text: string, previous: unknown) => unknown);
    if (conflicts !== undefined) option.conflicts(conflicts);
    command.addOption(option);
  }
}

/** What was given, by the names of the library; what was not given is not there. */
export function fieldsOf(
  options: readonly OptionOf<PropertyKey>[],
  given: Given,
): Readonly<Record<PropertyKey, unknown>> {
  return Object.fromEntries(
    options.flatMap(({ field, flags }) => {
      const value = given[new Option(flags).attributeName()];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** Throws a `FlotillaError` that speaks of flags. */
export function settingsFrom(
  options: readonly RunOption[],
  given: Given,
  wanted: Partial<RunOptions> = {},
): RunSettings {
  const nameOf = (field: string) =>
    flagOf(options.find((option) => option.field === field)) ?? field;
  // Whatever it is, the schema says whether it is right.
  return parseRunOptions({ ...fieldsOf(options, given), ...wanted } as RunOptions, nameOf);
}

function flagOf(option: RunOption | undefined): string | undefined {
  return option && /--[\w-]+/.exec(option.flags)?.[0];
}
