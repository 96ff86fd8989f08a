/** The reference page of all commands, as Markdown: made from the declarations, like the help. */

import type { CommandDefinition, CommandTable, ListedCommand } from './command-definition.ts';
import { type DescribedOption, describeOptions } from './options/option.ts';
import { argumentUsage, optionHelp, optionUsage } from './options/option-text.ts';
import { optionsOf } from './run-command.ts';

export async function commandReference({ entries, groups }: CommandTable): Promise<string> {
  const visible = entries.filter(({ isHidden }) => !isHidden);
  const sections = await Promise.all(
    visible.map(async (entry) => section(entry, await entry.declare())),
  );
  const index = visible.map(
    ({ name, summary }) => `| [\`${name}\`](#flotilla-${anchor(name)}) | ${summary} |`,
  );
  const groupLines = Object.entries(groups).map(
    ([name, { description }]) => `- \`flotilla ${name}\`: ${description}`,
  );
  return `${[
    '# Commands',
    'Generated from the command table by `npm run docs:cli`. `flotilla <command> --help` prints the same.',
    ['| command | |', '| --- | --- |', ...index].join('\n'),
    groupLines.join('\n'),
    exitCodes,
    ...sections,
  ].join('\n\n')}\n`;
}

const exitCodes = `Results are written to stdout, everything else to stderr. Exit codes:

| code | meaning |
| --- | --- |
| 0 | all done |
| 1 | could not run: something must be changed first |
| 2 | ran; some targets failed or were not processed, or something was found that needs attention |
| 3 | not confirmed: nothing was changed |
| 4 | a runner's container failed in a way that another attempt cannot help |
| 130 | interrupted; the closing line says what was done, in progress and never started |`;

const anchor = (name: string) => name.replaceAll(' ', '-');

function section({ name }: ListedCommand, command: CommandDefinition): string {
  const words = describeOptions(command.arguments);
  const options = describeOptions(optionsOf(command));
  const dashes = words.some(({ isAfterDashes }) => isAfterDashes) ? '-- ' : '';
  const usage = [`flotilla ${name} [options]`, `${dashes}${words.map(argumentUsage).join(' ')}`]
    .join(' ')
    .trimEnd();
  return [
    `## flotilla ${name}`,
    command.description,
    ['```text', usage, '```'].join('\n'),
    ...(words.length > 0
      ? [words.map(({ field, help }) => `- \`${field}\`: ${help}`).join('\n')]
      : []),
    optionTables(options),
    [
      '```bash',
      ...command.examples.flatMap(({ note, command: typed }) => [
        ...(note ? [`# ${note}`] : []),
        typed,
      ]),
      '```',
    ].join('\n'),
    ...(command.notes ?? []).map((note) =>
      note.includes('\n  ') ? ['```', note, '```'].join('\n') : note,
    ),
    `${outputText(command)} Guide: [${command.docs}](${linkTo(command.docs)}).`,
  ].join('\n\n');
}

function optionTables(options: readonly DescribedOption[]): string {
  const groups = Map.groupBy(options, ({ heading = 'Options:' }) => heading);
  return Array.from(groups, ([heading, some]) =>
    [heading, '', '| option | |', '| --- | --- |', ...some.map(optionRow)].join('\n'),
  ).join('\n\n');
}

function optionRow(option: DescribedOption): string {
  const required = option.isRequired ? ' (required)' : '';
  return `| \`${cell(optionUsage(option))}\` | ${cell(optionHelp(option))}${required} |`;
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function outputText({ output }: CommandDefinition): string {
  switch (output.kind) {
    case 'rows':
      return 'Prints rows; `--output json` is an array of them.';
    case 'document':
      return 'Prints one document.';
    case 'text':
      return 'Prints text.';
  }
}

/** From the folder of the page. */
function linkTo(page: string): string {
  return page.startsWith('docs/') ? page.slice('docs/'.length) : `../${page}`;
}
