/** Candidates for the last of some words, from the command table. */

import type { CommandDefinition, CommandTable } from '../../command-definition.ts';
import type { Io } from '../../io.ts';
import { globalOptions } from '../../options/global-options.ts';
import { type DescribedOption, describeOptions } from '../../options/option.ts';
import { optionsOf } from '../../run-command.ts';
import { type Candidate, type Completions, completeValue } from './complete-value.ts';

const nothingElse = (candidates: readonly Candidate[]): Completions => ({
  candidates,
  rest: 'nothing',
});

/** The last word is the one to complete; it may be empty. */
export async function complete(
  words: readonly string[],
  sources: CompletionSources,
): Promise<Completions> {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const [, flag, value = ''] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  if (flag === undefined || before.includes('--')) return completeWord(last, before, sources);
  const { candidates, rest } = await completeWord(value, [...before, flag], sources);
  const whole = candidates.map((one) => ({ ...one, value: `${flag}=${one.value}` }));
  return { candidates: whole, rest };
}

interface CompletionSources {
  readonly table: CommandTable;
  readonly io: Io;
}

async function completeWord(
  partial: string,
  before: readonly string[],
  { table, io }: CompletionSources,
): Promise<Completions> {
  // What runs behind -- is another program's.
  if (before.includes('--')) return { candidates: [], rest: 'files' };
  if (before[0] === 'help')
    return nothingElse(matching(partial, wordsBelow(before.slice(1).join(' '), table)));
  const { name, rest } = commandIn(before, table);
  const entry = table.entries.find((one) => one.name === name);
  if (!entry) return nothingElse(matching(partial, [...wordsBelow(name, table), ...globalFlags()]));
  const command = await entry.declare();
  const completions = await completeIn(command, { partial, rest, table, io });
  return { ...completions, candidates: matching(partial, completions.candidates) };
}

/** The longest name of a group or command that the words begin with, options aside. */
function commandIn(
  words: readonly string[],
  table: CommandTable,
): {
  readonly name: string;
  readonly rest: readonly string[];
} {
  let name = '';
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || isValueOfGlobal(words[index - 1])) continue;
    const longer = name === '' ? word : `${name} ${word}`;
    if (!isKnown(longer, table)) return { name, rest: words.slice(index) };
    name = longer;
    if (table.entries.some((entry) => entry.name === name))
      return { name, rest: words.slice(index + 1) };
  }
  return { name, rest: [] };
}

function isKnown(name: string, { groups, entries }: CommandTable): boolean {
  return Object.hasOwn(groups, name) || entries.some((entry) => entry.name === name);
}

function isValueOfGlobal(word: string | undefined): boolean {
  return Object.values(globalOptions).some(
    (option) =>
      'placeholder' in option &&
      (word === option.flag || ('short' in option && word === `-${option.short}`)),
  );
}

/** The next words of the names below a group. */
function wordsBelow(group: string, { groups, entries }: CommandTable): readonly Candidate[] {
  const depth = group === '' ? 0 : group.split(' ').length;
  const isBelow = (name: string) => group === '' || name.startsWith(`${group} `);
  const visible = entries.filter(({ name, isHidden }) => isBelow(name) && !isHidden);
  const found = new Map<string, string>();
  for (const { name, summary } of visible) {
    const words = name.split(' ');
    const full = words.slice(0, depth + 1).join(' ');
    found.set(words[depth] ?? '', groups[full]?.summary ?? summary);
  }
  return Array.from(found, ([value, help]) => ({ value, help }));
}

function globalFlags(): readonly Candidate[] {
  return Object.values(globalOptions).map(({ flag, help }) => ({ value: flag, help }));
}

interface CompletionPosition {
  readonly partial: string;
  /** The words behind the command's name. */
  readonly rest: readonly string[];
  readonly table: CommandTable;
  readonly io: Io;
}

async function completeIn(
  command: CommandDefinition,
  { partial, rest, table, io }: CompletionPosition,
): Promise<Completions> {
  const options = describeOptions(optionsOf(command));
  const open = options.find((option) => takesValue(option) && isNamedBy(option, rest.at(-1)));
  if (open) return completeValue(open, { partial, words: rest, io });
  if (partial.startsWith('-')) return nothingElse(flagsLeft(options, rest));
  const previous = positional(options, rest);
  const word = argumentAt(previous.length, describeOptions(command.arguments));
  if (word?.completion === 'command') return nothingElse(wordsBelow(previous.join(' '), table));
  return word
    ? completeValue(word, { partial, words: rest, io })
    : nothingElse(flagsLeft(options, rest));
}

const takesValue = ({ kind }: DescribedOption) => kind !== 'flag';

function isNamedBy({ flag, short }: DescribedOption, word: string | undefined): boolean {
  return word === flag || (short !== undefined && word === `-${short}`);
}

/** Options that may still be given. */
function flagsLeft(
  options: readonly DescribedOption[],
  words: readonly string[],
): readonly Candidate[] {
  const left = options.filter(
    (option) =>
      option.kind === 'repeated' ||
      !words.some((word) => isNamedBy(option, word) || word.startsWith(`${option.flag}=`)),
  );
  return left.map(({ flag, help }) => ({ value: flag, help }));
}

/** The last one may take all words that are left. */
function argumentAt(index: number, words: readonly DescribedOption[]): DescribedOption | undefined {
  const last = words.at(-1);
  return words[index] ?? (last?.kind === 'repeated' ? last : undefined);
}

/** The positional arguments that there are already. */
function positional(
  options: readonly DescribedOption[],
  words: readonly string[],
): readonly string[] {
  return words.filter((word, index) => {
    const owner = options.find(
      (option) => takesValue(option) && isNamedBy(option, words[index - 1]),
    );
    return !word.startsWith('-') && !owner;
  });
}

function matching(partial: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(partial));
}
