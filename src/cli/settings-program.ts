/** `flotilla settings …`: the commands about what every account should be. */

import { type Command, Option } from 'commander';
import type { SettingsDiffGiven } from './commands/settings-diff.ts';
import type { ExplainGiven } from './commands/settings-explain.ts';
import type { ValidateGiven } from './commands/settings-validate.ts';
import type { Io } from './io.ts';
import { expectNoAws } from './options/aws.ts';
import { filled, list } from './options/values.ts';
import type { Ended } from './program.ts';

export function addSettings(program: Command, io: Io, ended: Ended): void {
  const group = program
    .command('settings')
    .summary('what every account should be: check it, explain it, compare it')
    .description(
      'Reads the settings of personal accounts: a YAML file, and CSV files that it names.',
    );
  addValidate(group, io, ended);
  addExplain(group, io, ended);
  addDiff(group, io, ended);
  addSchema(group, io, ended);
}

function addValidate(group: Command, io: Io, ended: Ended): void {
  group
    .command('validate')
    .argument('[file]', fileHelp)
    .summary('everything that is wrong with the settings, at once')
    .description(
      'Reads the settings and all files that they name, and prints every problem with its file, line and column. The exit code is 1 when there is one.',
    )
    .configureHelp({ showGlobalOptions: false })
    .action(async (file: string | undefined, given: ValidateGiven, self: Command) => {
      expectNoAws(self);
      const { settingsValidate } = await import('./commands/settings-validate.ts');
      ended(await settingsValidate(file, given, io));
    })
    .addOption(shortOutput())
    .addOption(new Option('--strict', 'take warnings for problems'));
}

function addExplain(group: Command, io: Io, ended: Ended): void {
  group
    .command('explain')
    .argument('<id>', 'an account or an organizational unit')
    .summary('each final value of an account or unit, and where it came from')
    .description(
      'Prints what the settings make of an account or an organizational unit, value by value, with the file, line and column that says so. Where it has no item of its own, the organization is asked which units are above it.',
    )
    .action(async (id: string, _, self: Command) => {
      const { settingsExplain } = await import('./commands/settings-explain.ts');
      ended(await settingsExplain(id, self.optsWithGlobals<ExplainGiven>(), io));
    })
    .addOption(shortOutput())
    .addOption(settingsOption())
    .addOption(
      new Option(
        '--parents <ids>',
        'the units above it, from the root down, instead of asking the organization',
      ).argParser(list('--parents', 'ask the organization')),
    );
}

function addDiff(group: Command, io: Io, ended: Ended): void {
  group
    .command('diff')
    .argument('<old>', 'the settings file as it was')
    .argument('<new>', 'the settings file as it will be')
    .summary('what changes from one version of the settings to another')
    .description(
      'Compares the final values of two settings files: those for all, and item by item; with --accounts also account by account, as they lie in the organization now.',
    )
    .addHelpText('after', diffExample)
    .action(async (older: string, newer: string, _, self: Command) => {
      const given = self.optsWithGlobals<SettingsDiffGiven>();
      if (!given.accounts) expectNoAws(self);
      const { settingsDiff } = await import('./commands/settings-diff.ts');
      ended(await settingsDiff([older, newer], given, io));
    })
    .addOption(shortOutput())
    .addOption(new Option('--accounts', 'also which accounts of the organization change, and how'))
    .addOption(new Option('--fail-on-change', 'exit with 2 when something changes'));
}

function addSchema(group: Command, io: Io, ended: Ended): void {
  group
    .command('schema')
    .summary('the JSON Schema of the settings file, for editors')
    .description('Prints the JSON Schema of the settings file.')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', schemaExample)
    .action(async (_, self: Command) => {
      expectNoAws(self);
      const { settingsSchema } = await import('./commands/settings-schema.ts');
      ended(await settingsSchema(io));
    });
}

const fileHelp = 'the settings file (default: SETTINGS, settings.yaml)';

function settingsOption(): Option {
  return new Option('--settings <file>', fileHelp).argParser(
    filled('--settings', 'mean settings.yaml'),
  );
}

function shortOutput(): Option {
  return new Option('--output <format>', 'how results are printed')
    .choices(['table', 'json'])
    .default('table');
}

const diffExample = `
  git show HEAD:settings.yaml > before.yaml
  flotilla settings diff before.yaml settings.yaml --accounts
`;

const schemaExample = `
  flotilla settings schema > settings.schema.json
  # yaml-language-server: $schema=settings.schema.json      as the first line of settings.yaml
`;
