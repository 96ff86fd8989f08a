/** Adds what was not typed: `FLOTILLA_*` variables first, then flotilla.yaml. */

import type { CommandDefinition, CommandTable, ListedCommand } from '../command-definition.ts';
import type { Io } from '../io.ts';
import { type DescribedOption, describeOptions } from '../options/option.ts';
import { invalidOption, type UnreadOptions } from '../options/read-options.ts';
import type { TypedOptions } from '../program-command.ts';
import { optionsOf } from '../run-command.ts';
import {
  type ConfigFile,
  type ConfigValue,
  expectKnownNames,
  findConfigFile,
  type KnownOptions,
} from './config-file.ts';

export interface DefaultSources {
  readonly table: CommandTable;
  readonly typed: TypedOptions;
  readonly io: Pick<Io, 'env' | 'folder'>;
}

/** Where a default comes from. */
export interface ConfiguredOption {
  readonly option: DescribedOption;
  /** As it would be typed. */
  readonly value: unknown;
  /** `FLOTILLA_REGION`, or the path of the file. */
  readonly source: string;
}

export async function withDefaults(
  entry: ListedCommand,
  command: CommandDefinition,
  { table, typed, io }: DefaultSources,
): Promise<UnreadOptions> {
  if (command.ignoresDefaults) return typed;
  const file = await checkedConfigFile(table, io);
  const defaults = configuredOptions({ entry, command, file, env: io.env })
    .filter(({ option }) => typed[option.field] === undefined)
    .filter(({ option }) => !contradicts(option, typed, command));
  const values = defaults.map(({ option, value }) => [option.field, value] as const);
  return { ...Object.fromEntries(values), ...typed };
}

/** The nearest configuration file, whose names are all known. */
export async function checkedConfigFile(
  table: CommandTable,
  { folder }: Pick<Io, 'folder'>,
): Promise<ConfigFile | undefined> {
  const file = findConfigFile(folder);
  if (file) expectKnownNames(file, await knownOptions(table));
  return file;
}

async function knownOptions({ entries }: CommandTable): Promise<KnownOptions> {
  const all = await Promise.all(
    entries.map(async ({ name, declare }) => {
      const options = describeOptions(optionsOf(await declare()));
      return [name, options.filter(({ isPersonal }) => !isPersonal).map(nameOf)] as const;
    }),
  );
  return new Map(all);
}

export interface ConfigurationOf {
  readonly entry: Pick<ListedCommand, 'name'>;
  readonly command: CommandDefinition;
  readonly file: ConfigFile | undefined;
  readonly env: Io['env'];
}

/** Every option of a command that a variable or the file gives a default to. */
export function configuredOptions({
  entry,
  command,
  file,
  env,
}: ConfigurationOf): readonly ConfiguredOption[] {
  return describeOptions(optionsOf(command)).flatMap((option): readonly ConfiguredOption[] => {
    const variable = variableOf(option);
    const exported = env[variable];
    if (exported !== undefined && exported !== '') {
      return [{ option, value: typedFrom(option, exported, variable), source: variable }];
    }
    const name = nameOf(option);
    const configured = file?.commands[entry.name]?.[name] ?? file?.options[name];
    if (!file || configured === undefined || option.isPersonal) return [];
    return [{ option, value: typedFrom(option, configured, file.path), source: file.path }];
  });
}

/** `role-name`. */
function nameOf({ flag }: DescribedOption): string {
  return flag.replace(/^--/, '');
}

/** `FLOTILLA_ROLE_NAME`. */
export function variableOf(option: DescribedOption): string {
  return `FLOTILLA_${nameOf(option).replaceAll('-', '_').toUpperCase()}`;
}

/** What was typed wins over a default that cannot be combined with it. */
function contradicts(
  option: DescribedOption,
  typed: TypedOptions,
  command: CommandDefinition,
): boolean {
  const isTyped = (field: string) => typed[field] !== undefined;
  if (option.conflicts?.some(isTyped)) return true;
  return describeOptions(optionsOf(command)).some(
    ({ field, conflicts = [] }) => isTyped(field) && conflicts.includes(option.field),
  );
}

/** As commander would have it: `true`, a text, or a list of texts. */
function typedFrom({ kind, flag }: DescribedOption, value: ConfigValue, source: string): unknown {
  if (kind === 'flag') return truth(value, `${source}: ${flag}`);
  if (kind === 'value') {
    if (typeof value !== 'object') return value;
    throw invalidOption(`${source}: ${flag}`, JSON.stringify(value), 'is not one value');
  }
  if (typeof value !== 'object') return [value];
  const texts = Array.isArray(value)
    ? value
    : Object.entries(value).map(([key, text]) => `${key}=${text}`);
  // An empty list of targets must not select all of them.
  if (texts.length === 0)
    throw invalidOption(`${source}: ${flag}`, JSON.stringify(value), 'is empty; omit the option');
  return texts;
}

function truth(value: ConfigValue, name: string): boolean {
  const text = String(value).toLowerCase();
  if (['true', '1', 'yes'].includes(text)) return true;
  if (['false', '0', 'no'].includes(text)) return false;
  throw invalidOption(name, text, 'is neither true nor false');
}
