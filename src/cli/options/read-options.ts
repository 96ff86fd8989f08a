/** From what was typed, configured or exported to the values that a command receives, or every mistake at once. */

import * as z from 'zod';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { nearest } from '../../model/nearest.ts';
import {
  type DescribedOption,
  describeOptions,
  type OptionShape,
  type OptionValues,
} from './option.ts';

/** Values before they are read: `true` of a flag, a text, or the texts of every use. By field. */
export type UnreadOptions = Readonly<Record<string, unknown>>;

/** Throws one `FlotillaError` that names every option that is missing, malformed or contradicts another. */
export function readOptions<Shape extends OptionShape>(
  shape: Shape,
  typed: UnreadOptions,
): OptionValues<Shape> {
  const options = describeOptions(shape);
  const conflicts = options.flatMap((option) => conflictsOf(option, options, typed));
  const parsed = z.object(shape).safeParse(typed);
  if (parsed.success && conflicts.length === 0) return parsed.data as OptionValues<Shape>;
  const issues = parsed.error?.issues ?? [];
  const problems = [
    ...missing(issues, options, typed),
    ...conflicts,
    ...malformed(issues, options, typed),
  ];
  throw new FlotillaError('InvalidInput', problems.join('; '));
}

/** `--targets: "x" is …`, for what only the command itself can check. */
export function invalidOption(flag: string, value: string, problem: string): FlotillaError {
  return new FlotillaError('InvalidInput', `${flag}: "${value}" ${problem}`);
}

function conflictsOf(
  { field, flag, conflicts = [] }: DescribedOption,
  options: readonly DescribedOption[],
  typed: UnreadOptions,
): readonly string[] {
  if (typed[field] === undefined) return [];
  return options
    .filter((other) => conflicts.includes(other.field) && typed[other.field] !== undefined)
    .map((other) => `${flag}: cannot be combined with ${other.flag}; omit one of them`);
}

type Issues = readonly z.core.$ZodIssue[];

const isMissing = ({ path }: z.core.$ZodIssue, typed: UnreadOptions) =>
  typed[String(path[0])] === undefined;

function missing(issues: Issues, options: readonly DescribedOption[], typed: UnreadOptions) {
  const flags = issues
    .filter((issue) => isMissing(issue, typed))
    .map(({ path }) => options.find(({ field }) => field === path[0])?.flag ?? String(path[0]));
  if (flags.length === 0) return [];
  return [`${flags.join(', ')}: missing; give ${flags.length > 1 ? 'them' : 'it'}`];
}

function malformed(issues: Issues, options: readonly DescribedOption[], typed: UnreadOptions) {
  return issues
    .filter((issue) => !isMissing(issue, typed))
    .map((issue) => {
      const field = String(issue.path[0]);
      const option = options.find((one) => one.field === field);
      const { params } = issue as { readonly params?: { readonly value?: string } };
      const value = String(params?.value ?? typed[field]);
      const near = nearest(value, option?.choices ?? []);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      return `${option?.flag ?? field}: "${value}" ${issue.message}${hint}`;
    });
}
