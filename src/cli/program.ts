/** The command line, made from the command table: which words name which command, and what the help says. */

import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { nearest } from '../model/nearest.ts';
import type { CommandTable } from './command-definition.ts';
import type { CommandEntry } from './define-command.ts';
import type { Io } from './io.ts';
import { type GlobalOption, globalOptions } from './options/global-options.ts';
import { optionHelp, optionUsage } from './options/option-text.ts';
import { wrappedProse } from './output/text.ts';
import type { Dispatch } from './program-command.ts';

export interface ProgramOptions {
  readonly table: CommandTable<CommandEntry>;
  readonly io: Io;
  readonly dispatch: Dispatch;
}

export function createProgram({ table, io, dispatch }: ProgramOptions): Command {
  const program = new Command('flotilla')
    .description(
      'Operate a fleet of AWS accounts: every account of an AWS Organization, from one place.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput(helpOutput(io))
    .addHelpText('after', wrappedProse(closingHelp, helpWidth(io)));
  for (const option of Object.values(globalOptions)) {
    program.addOption(globalOption(option));
  }
  const parents = new Map<string, Command>([['', program]]);
  const parts = { parents, dispatch, groups: table.groups, width: helpWidth(io) };
  for (const entry of table.entries) addEntry(entry, parts);
  for (const parent of parents.values()) {
    parent.hook('preSubcommand', (_, sub) => declarations.get(sub)?.());
    addHelpCommand(parent);
  }
  return program;
}

/** What loads a command's declaration, just before its own words are parsed. */
const declarations = new WeakMap<Command, () => Promise<void>>();

interface ProgramParts {
  /** By name: `lifecycle`. */
  readonly parents: Map<string, Command>;
  readonly groups: CommandTable['groups'];
  readonly dispatch: Dispatch;
  /** Of the help. */
  readonly width: number;
}

function addEntry(entry: CommandEntry, { parents, groups, dispatch, width }: ProgramParts): void {
  const words = entry.name.split(' ');
  const parent = groupNamed(words.slice(0, -1).join(' '), { parents, groups });
  const command = parent
    .command(words.at(-1) ?? '', { hidden: entry.isHidden === true })
    .summary(entry.summary);
  declarations.set(command, async () => {
    const [definition, { describeProgramCommand }] = await Promise.all([
      entry.declare(),
      import('./program-command.ts'),
    ]);
    describeProgramCommand(command, { entry, definition, dispatch, width });
  });
}

function groupNamed(
  name: string,
  { parents, groups }: Omit<ProgramParts, 'dispatch' | 'width'>,
): Command {
  const known = parents.get(name);
  if (known) return known;
  const words = name.split(' ');
  const { summary = '', description = '' } = groups[name] ?? {};
  const group = groupNamed(words.slice(0, -1).join(' '), { parents, groups })
    .command(words.at(-1) ?? '')
    .summary(summary)
    .description(description);
  parents.set(name, group);
  return group;
}

/** `flotilla help lifecycle sweep`. The one of commander shows commands that are not declared yet, and one word only. */
function addHelpCommand(group: Command): void {
  group
    .helpCommand(false)
    // `flotilla lifecicle --help` names the mistake instead of showing the help of the group.
    .on('beforeHelp', () => {
      const [word] = group.args;
      if (word !== undefined && !word.startsWith('-')) subcommandNamed(word, group);
    })
    .command('help')
    .summary('print the help of a command')
    .argument('[command...]')
    .action(async (words: readonly string[]) => {
      let named = group;
      for (const word of words) named = subcommandNamed(word, named);
      await declarations.get(named)?.();
      named.outputHelp();
    });
}

function subcommandNamed(word: string, group: Command): Command {
  const found = group.commands.find((one) => one.name() === word);
  if (found) return found;
  const near = nearest(
    word,
    group.commands.map((one) => one.name()),
  );
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return group.error(`unknown command '${word}'${hint}`);
}

function globalOption(option: GlobalOption): Option {
  return new Option(optionUsage(option), optionHelp(option)).helpGroup('Every command:');
}

function helpWidth({ stdout }: Pick<Io, 'stdout'>): number {
  return width(stdout.columns());
}

const width = (columns: number) => (Number.isFinite(columns) ? columns : widthWithoutTerminal);

function helpOutput({ stdout, stderr }: Io) {
  return {
    writeOut: (text: string) => stdout.write(text),
    writeErr: (text: string) => stderr.write(text),
    // Errors are written where they are caught.
    outputError: () => {},
    getOutHelpWidth: () => width(stdout.columns()),
    getErrHelpWidth: () => width(stderr.columns()),
  };
}

const widthWithoutTerminal = 100;

/** The same number of steps from the sources and from the built package. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

const closingHelp = `
Results are written to stdout, everything else to stderr.
Exit codes: 0 all done, 1 could not run, 2 ran and some targets failed, 3 not confirmed, 130 interrupted.
Defaults of options: flotilla.yaml and FLOTILLA_* variables, see flotilla config.
`;
