/** What a simulated organization is like. */

import { type Command, Option } from 'commander';
import { filled, type Range, wholeNumber } from './values.ts';

interface NumberOption extends Range {
  readonly flag: string;
  readonly help: string;
  readonly standard: number;
}

const numbers: readonly NumberOption[] = [
  {
    flag: '--port',
    help: 'on the loopback interface, 0 for any',
    standard: 4566,
    from: 0,
    to: 65_535,
  },
  { flag: '--accounts', help: 'member accounts', standard: 120, from: 0, to: 100_000 },
  { flag: '--page-size', help: 'most items on a page', standard: 20, from: 1, to: 1000 },
  { flag: '--latency-ms', help: 'time that every call takes', standard: 0, from: 0, to: 600_000 },
];

export function addSimulateOptions(command: Command): void {
  for (const { flag, help, standard, ...range } of numbers) {
    const option = new Option(`${flag} <number>`, help).default(standard);
    command.addOption(option.argParser(wholeNumber(flag, range)));
  }
  command
    .addOption(
      new Option('--seed <text>', 'the same seed, the same organization')
        .default('1')
        .argParser(filled('--seed', 'mean 1')),
    )
    .addOption(
      new Option('--faults <file>', 'what goes wrong on demand: rules in YAML or JSON').argParser(
        filled('--faults', 'let nothing go wrong'),
      ),
    )
    .option(
      '--real-builds',
      "builds of CodeBuild run their buildspecs' commands on this machine, as you",
    );
}
