/**
 * What a command is: data. Its parsing, help, completion, reference page, JSON Schema and contract tests come from it.
 * `command-table.ts` lists all commands; `run-command.ts` runs one.
 */

import type { z } from 'zod';
import type { CommandContext } from './command-context.ts';
import type { ExitCode } from './exit-code.ts';
import type { OptionShape, OptionValues } from './options/option.ts';

export interface CommandExample {
  /** What a user types, `flotilla accounts --output csv`. */
  readonly command: string;
  /** One line about it, shown above it. */
  readonly note?: string;
}

/**
 * What a command prints on stdout.
 * - `rows`: records of one kind. `json` is an array of them, `ndjson` has one a line, `csv` one a row.
 * - `document`: one object.
 * - `text`: something that is no data, such as a shell script. Such a command has no `--output`.
 */
export type CommandOutput =
  | { readonly kind: 'rows'; readonly schema: z.ZodType }
  | { readonly kind: 'document'; readonly schema: z.ZodType }
  | { readonly kind: 'text' };

export interface CommandDefinition<
  Arguments extends OptionShape = OptionShape,
  Options extends OptionShape = OptionShape,
> {
  /** A paragraph for the help. */
  readonly description: string;
  readonly examples: readonly CommandExample[];
  /** The guide, relative to the repository: `docs/inventory.md`. */
  readonly docs: string;
  /** Further paragraphs of the help, below the examples. */
  readonly notes?: readonly string[];
  /** Positional arguments, in their order. */
  readonly arguments: Arguments;
  readonly options: Options;
  /**
   * When the command asks before it changes something. Adds `--yes`.
   * - `destructive`: always.
   * - `many-targets`: for more than 50 targets.
   */
  readonly confirm?: 'destructive' | 'many-targets';
  readonly output: CommandOutput;
  /** A server: Ctrl-C is how it is stopped, and no failure. */
  readonly endsByInterrupt?: true;
}

/** What the run function returns, when the tally alone does not say it. */
export interface CommandResult {
  /** Behind the counts in the closing line: `14 accounts, a run would include 12`. */
  readonly summary?: string;
  /** A line below it: what the operator can do next. */
  readonly hint?: string;
  /** Default: from the tally. */
  readonly code?: ExitCode;
}

/** The run function of a command, typed by its declaration: `const run: RunOf<typeof command>`. */
export type RunOf<Definition> =
  Definition extends CommandDefinition<infer Arguments, infer Options>
    ? (
        options: OptionValues<Arguments> & OptionValues<Options>,
        context: CommandContext,
      ) => Promise<CommandResult | undefined>
    : never;

/** Checks a declaration against the type, and keeps its own, more specific one. */
export function defineCommand<
  const Arguments extends OptionShape,
  const Options extends OptionShape,
>(
  definition: Omit<CommandDefinition<Arguments, Options>, 'arguments'> & {
    readonly arguments?: Arguments;
  },
): CommandDefinition<Arguments, Options> {
  return { ...definition, arguments: definition.arguments ?? ({} as Arguments) };
}

/** One line of the command table. */
export interface CommandEntry {
  /** The words that a user types: `lifecycle sweep`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly declare: () => Promise<CommandDefinition>;
  readonly load: () => Promise<RunOf<CommandDefinition>>;
  /** Not listed by the help: called by programs, not by people. */
  readonly isHidden?: true;
}

export interface CommandGroup {
  readonly summary: string;
  readonly description: string;
}

/** All commands, in the order of the help. */
export interface CommandTable {
  readonly entries: readonly CommandEntry[];
  /** By name: `inventory runner`. */
  readonly groups: Readonly<Record<string, CommandGroup>>;
}

/**
 * Lists a command without loading it: the help of all commands needs only names and summaries. The types of
 * declaration and run function are checked against each other here.
 */
export function listCommand<Arguments extends OptionShape, Options extends OptionShape>(
  name: string,
  summary: string,
  declare: () => Promise<{ readonly command: CommandDefinition<Arguments, Options> }>,
  load: () => Promise<{ readonly run: RunOf<CommandDefinition<Arguments, Options>> }>,
): CommandEntry {
  return {
    name,
    summary,
    declare: async () => (await declare()).command,
    // The options are read by the declaration that the run function was checked against.
    load: async () => (await load()).run as RunOf<CommandDefinition>,
  };
}
