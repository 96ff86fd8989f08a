/** Gives a command of the command line its options and its help, from its declaration. */

import { type Command, Option } from 'commander';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { CommandDefinition, CommandExample } from './command-definition.ts';
import type { CommandEntry } from './define-command.ts';
import { globalOptions } from './options/global-options.ts';
import { type DescribedOption, describeOptions } from './options/option.ts';
import { argumentUsage, optionHelp, optionUsage } from './options/option-text.ts';
import { invalidOption } from './options/read-options.ts';
import { wrappedProse } from './output/text.ts';
import { optionsOf } from './run-command.ts';

/** What was typed, by field of the command's options and arguments. */
export type TypedOptions = Readonly<Record<string, unknown>>;

/** Called with the command that the words name. */
export type Dispatch = (
  entry: CommandEntry,
  command: CommandDefinition,
  typed: TypedOptions,
) => Promise<void>;

export interface DescribedCommand {
  readonly entry: CommandEntry;
  readonly definition: CommandDefinition;
  readonly dispatch: Dispatch;
  /** Columns of the help. */
  readonly width: number;
}

export function describeProgramCommand(
  command: Command,
  { entry, definition, dispatch, width }: DescribedCommand,
): void {
  const options = describeOptions(optionsOf(definition));
  const words = describeOptions(definition.arguments);
  command
    .description(definition.description)
    .usage(usageOf(words))
    .addHelpText('after', wrappedProse(helpBelow(definition), width));
  for (const word of words) command.argument(argumentUsage(word), word.help);
  // Those of the program are read there, and shown below the command's own.
  const isOwn = ({ field }: DescribedOption) => !(field in globalOptions);
  for (const option of options.filter(isOwn)) command.addOption(commanderOption(option));
  command.configureHelp({
    visibleGlobalOptions: () => options.filter((one) => !isOwn(one)).map(commanderOption),
    showGlobalOptions: true,
  });
  command.action(async (...parsed: unknown[]) => {
    expectDashes(command, { entry, words, parsed });
    const typed = { ...argumentsFrom(words, parsed), ...optionsFrom(options, command) };
    expectKnownGlobals(command, { entry, options });
    await dispatch(entry, definition, typed);
  });
}

function usageOf(words: readonly DescribedOption[]): string {
  const dashes = words.some(({ isAfterDashes }) => isAfterDashes) ? ['--'] : [];
  return ['[options]', ...dashes, ...words.map(argumentUsage)].join(' ');
}

function commanderOption(described: DescribedOption): Option {
  const { kind, heading } = described;
  const option = new Option(optionUsage(described), optionHelp(described));
  if (heading !== undefined) option.helpGroup(heading);
  if (kind === 'repeated') {
    option.argParser((typed: string, before: readonly string[] = []) => [...before, typed]);
  }
  return option;
}

function argumentsFrom(
  words: readonly DescribedOption[],
  parsed: readonly unknown[],
): TypedOptions {
  const values = words.map(({ field }, index) => [field, parsed[index]] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function optionsFrom(options: readonly DescribedOption[], command: Command): TypedOptions {
  const values = command.optsWithGlobals<Record<string, unknown>>();
  const typed = options.map(
    (option) => [option.field, values[commanderOption(option).attributeName()]] as const,
  );
  return Object.fromEntries(typed.filter(([, value]) => value !== undefined));
}

interface Invocation {
  readonly entry: CommandEntry;
  readonly words: readonly DescribedOption[];
  readonly parsed: readonly unknown[];
}

/** Without the dashes, an option of the program's that we happen to have as well would be taken for ours. */
function expectDashes(command: Command, { entry, words, parsed }: Invocation): void {
  const at = words.findIndex(({ isAfterDashes }) => isAfterDashes);
  if (at < 0) return;
  const typed =
    (command.parent as unknown as { readonly rawArgs?: readonly string[] })?.rawArgs ?? [];
  if (typed.includes('--')) return;
  const text = [parsed[at]].flat().join(' ');
  throw invalidOption(
    entry.name,
    text,
    `needs -- before it: flotilla ${entry.name} [options] -- <command>`,
  );
}

/** Options that this command would ignore are refused. */
function expectKnownGlobals(
  command: Command,
  {
    entry,
    options,
  }: { readonly entry: CommandEntry; readonly options: readonly DescribedOption[] },
): void {
  const values = command.optsWithGlobals<Record<string, unknown>>();
  const known = new Set(options.map(({ field }) => field));
  const ignored = Object.entries(globalOptions)
    .filter(([field]) => values[field] !== undefined && !known.has(field))
    .map(([, { flag }]) => flag);
  if (ignored.length === 0) return;
  const message = `flotilla ${entry.name} has no option ${ignored.join(', ')}: omit ${ignored.length > 1 ? 'them' : 'it'}`;
  throw new FlotillaError('InvalidInput', message);
}

function helpBelow({ examples, notes = [], docs }: CommandDefinition): string {
  const parts = [
    ...(examples.length > 0 ? [`Examples:\n${examples.map(exampleText).join('\n')}`] : []),
    ...notes,
    `Guide: ${docs}`,
  ];
  return `\n${parts.join('\n\n')}\n`;
}

function exampleText({ command, note }: CommandExample): string {
  return note === undefined ? `  ${command}` : `  # ${note}\n  ${command}`;
}
