/**
 * What a command is: data. Its parsing, help, completion, reference page, JSON Schema and contract tests come from it.
 */

import type { z } from 'zod';
import type { OptionShape } from './options/option.ts';

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
 * - `text`: text that is not data, such as a shell script. Such a command has no `--output`.
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
  /** Shells start it: a mistake in flotilla.yaml must not break completion, and reading the file takes time. */
  readonly ignoresDefaults?: true;
}

/** A command of the table, not loaded yet. */
export interface ListedCommand {
  /** The words that a user types: `lifecycle sweep`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly declare: () => Promise<CommandDefinition>;
  /** Not listed by the help: called by programs, not by people. */
  readonly isHidden?: true;
}

interface CommandGroup {
  readonly summary: string;
  readonly description: string;
}

/** All commands, in the order of the help. */
export interface CommandTable<Entry extends ListedCommand = ListedCommand> {
  readonly entries: readonly Entry[];
  /** By name: `inventory runner`. */
  readonly groups: Readonly<Record<string, CommandGroup>>;
}
