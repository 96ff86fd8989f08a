/** Flags whose values are checked together, so that everything that is missing or malformed is told at once. */

import { type Command, Option } from 'commander';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Given } from './option.ts';

export interface NamedFlag {
  readonly flag: string;
  readonly value: string;
  readonly help: string;
  readonly fallback?: string;
  readonly isOptional?: true;
  /** From what was typed to what is meant. */
  readonly read?: (text: string) => string;
  /** What is wrong with it, behind the quoted value. */
  readonly problem: (value: string) => string | undefined;
}

export function addFlags(
  command: Command,
  heading: string,
  flags: Readonly<Record<string, NamedFlag>>,
): void {
  for (const { flag, value, help, fallback } of Object.values(flags)) {
    const text = fallback === undefined ? help : `${help} (default: ${fallback})`;
    command.addOption(new Option(`${flag} <${value}>`, text).helpGroup(heading));
  }
}

export type Values<Flags> = {
  readonly [Name in keyof Flags]: Flags[Name] extends { readonly isOptional: true }
    ? string | undefined
    : string;
};

/** Throws one `FlotillaError` that names every flag that is missing or malformed. */
export function readFlags<Flags extends Readonly<Record<string, NamedFlag>>>(
  flags: Flags,
  given: Given,
): Values<Flags> {
  const all = Object.entries(flags).map(([name, flag]) => ({ name, ...readFlag(flag, given) }));
  const missing = all.flatMap(({ missing: flag }) => (flag === undefined ? [] : [flag]));
  const problems = [
    ...(missing.length > 0
      ? [`${missing.join(', ')}: missing; give ${missing.length > 1 ? 'them' : 'it'}`]
      : []),
    ...all.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
  ];
  if (problems.length > 0) throw new FlotillaError('InvalidInput', problems.join('; '));
  return Object.fromEntries(all.map(({ name, value }) => [name, value])) as Values<Flags>;
}

interface Read {
  readonly value?: string;
  readonly missing?: string;
  readonly problem?: string;
}

function readFlag({ flag, fallback, isOptional, read, problem }: NamedFlag, given: Given): Read {
  const typed = given[new Option(`${flag} <value>`).attributeName()] ?? fallback;
  if (typeof typed !== 'string') return isOptional ? {} : { missing: flag };
  const value = read ? read(typed.trim()) : typed.trim();
  const wrong = value === '' ? 'is empty' : problem(value);
  return wrong === undefined ? { value } : { problem: `${flag}: "${typed}" ${wrong}` };
}
