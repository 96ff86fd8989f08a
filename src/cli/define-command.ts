/** Declares commands and lists them. `command-table.ts` has all of them; `run-command.ts` runs one. */

import type { CommandContext } from './command-context.ts';
import type { CommandDefinition, ListedCommand } from './command-definition.ts';
import type { ExitCode } from './exit-code.ts';
import type { OptionShape, OptionValues } from './options/option.ts';

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
export interface CommandEntry extends ListedCommand {
  readonly load: () => Promise<RunOf<CommandDefinition>>;
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
