/** `flotilla config`: which defaults are configured, where, and for which commands. */

import type { z } from 'zod';
import { nearest } from '../../../model/nearest.ts';
import {
  type ConfiguredOption,
  checkedConfigFile,
  configuredOptions,
  variableOf,
} from '../../config/with-defaults.ts';
import type { RunOf } from '../../define-command.ts';
import type { Io } from '../../io.ts';
import { describeOptions } from '../../options/option.ts';
import type { View } from '../../output/printer.ts';
import { count } from '../../output/text.ts';
import { optionsOf } from '../../run-command.ts';
import type { command, configuredOptionSchema } from './command.ts';

type ConfigRow = z.output<typeof configuredOptionSchema>;

export const run: RunOf<typeof command> = async (_, context) => {
  const { env } = context.io;
  const { entries } = context.table;
  const file = await checkedConfigFile(context.table, context.io);
  const declared = await Promise.all(
    entries.map(async (entry) => ({ entry, command: await entry.declare() })),
  );
  const used = declared.flatMap(({ entry, command }) =>
    configuredOptions({ entry, command, file, env }).map((one) => ({ ...one, name: entry.name })),
  );
  const variables = declared.flatMap(({ command }) =>
    describeOptions(optionsOf(command)).map(variableOf),
  );
  for (const warning of unknownVariables(env, variables)) context.warn(`warning: ${warning}`);
  const rows = toRows(used, entries.length);
  const printer = context.printer(view);
  for (const row of rows) printer.write(row);
  printer.end();
  const where = file ? file.path : 'no flotilla.yaml in this folder or above';
  return { summary: `${count(rows.length, 'default')}; ${where}` };
};

/** The same default of several commands is one row. */
function toRows(
  used: readonly (ConfiguredOption & { readonly name: string })[],
  total: number,
): readonly ConfigRow[] {
  const keyOf = ({ option, value, source }: ConfiguredOption) =>
    JSON.stringify([option.flag, value, source]);
  return Array.from(Map.groupBy(used, keyOf).values(), (same) => {
    const [{ option, value, source }] = same as unknown as [ConfiguredOption];
    const names = same.map(({ name }) => name);
    return {
      option: option.flag,
      value: option.isSecret ? '(hidden)' : textOf(value),
      source,
      commands: names.length === total ? ['all'] : names,
    };
  });
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** Set by `flotilla exec` for the program that it runs. */
const ownVariables = /^FLOTILLA_ACCOUNT_(ID|NAME|EMAIL|OU_PATH)$/;

function unknownVariables(env: Io['env'], known: readonly string[]): readonly string[] {
  return Object.keys(env)
    .filter(
      (name) => name.startsWith('FLOTILLA_') && !ownVariables.test(name) && !known.includes(name),
    )
    .map((name) => {
      const near = nearest(name, known);
      return `${name} is not the variable of an option${near === undefined ? '' : `; did you mean ${near}?`}`;
    });
}

const view: View<ConfigRow> = {
  tables: (rows) => [
    {
      heads: ['Option', 'Value', 'Source', 'Commands'],
      rows: rows.map(({ option, value, source, commands }) => [
        option,
        value,
        source,
        commands.join(', '),
      ]),
      wraps: true,
    },
  ],
  csv: {
    option: ({ option }) => option,
    value: ({ value }) => value,
    source: ({ source }) => source,
    commands: ({ commands }) => commands.join(', '),
  },
};
