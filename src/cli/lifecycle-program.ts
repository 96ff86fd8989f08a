/** `flotilla lifecycle …` and `flotilla rehearse`: the commands about personal accounts. */

import { type Command, Option } from 'commander';
import type { LifecycleCheckGiven } from './commands/lifecycle-check.ts';
import type { ExplainGiven } from './commands/lifecycle-explain.ts';
import type { InstallGiven } from './commands/lifecycle-install.ts';
import type { MaintenanceGiven } from './commands/lifecycle-maintenance.ts';
import type { RedriveGiven } from './commands/lifecycle-redrive.ts';
import type { StatusGiven } from './commands/lifecycle-status.ts';
import type { SteerGiven, Steering } from './commands/lifecycle-steer.ts';
import type { SweepGiven } from './commands/lifecycle-sweep.ts';
import type { WithdrawGiven } from './commands/lifecycle-withdraw.ts';
import type { RehearseGiven } from './commands/rehearse.ts';
import type { Io } from './io.ts';
import { expectNoAws } from './options/aws.ts';
import { addOptions } from './options/option.ts';
import { outputOption } from './options/output.ts';
import { selectionHeading, selectionOptions } from './options/selection.ts';
import { filled, wholeNumber } from './options/values.ts';
import type { Ended } from './program.ts';

export function addLifecycle(program: Command, io: Io, ended: Ended): void {
  const group = program
    .command('lifecycle')
    .summary('personal accounts: prepared, released, expired, purged, and again')
    .description(
      'The life cycle of accounts that people keep. The credentials are those of the hub, the automation account of the settings.',
    );
  addInstall(group, io, ended);
  addStatus(group, io, ended);
  addCheck(group, io, ended);
  addExplain(group, io, ended);
  for (const steering of steerings) addSteering(group, steering, { io, ended });
  addMaintenance(group, io, ended);
  addSweep(group, io, ended);
  addRedrive(group, io, ended);
  addWithdraw(group, io, ended);
}

function settingsOption(): Option {
  return new Option('--settings <file>', 'the settings, as YAML')
    .default('settings.yaml')
    .argParser(filled('--settings', 'mean settings.yaml'));
}

function reportOption(): Option {
  return new Option('--output <format>', 'how results are printed')
    .choices(['table', 'json'])
    .default('table');
}

const yesFlag = ['--yes', 'do it without being asked'] as const;
const dryFlag = ['--dry-run', 'show what would happen, and do nothing'] as const;

function addInstall(group: Command, io: Io, ended: Ended): void {
  group
    .command('install')
    .summary('make the tables and queues that the hub lacks')
    .description(
      'Makes what the hub needs and lacks: three tables, two queues, and an event bus that takes events of the organization. What is there is taken over.',
    )
    .addOption(settingsOption())
    .addOption(outputOption())
    .option(...dryFlag)
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { lifecycleInstall } = await import('./commands/lifecycle-install.ts');
      ended(await lifecycleInstall(self.optsWithGlobals<InstallGiven>(), io));
    });
}

function addStatus(group: Command, io: Io, ended: Ended): void {
  group
    .command('status')
    .summary('accounts by state, how long they are in it, what is open and overdue')
    .description('Accounts by state, and those on their way: since when, until when, and what for.')
    .addOption(settingsOption())
    .addOption(reportOption())
    .option('--all', 'every managed account, and not only those on their way')
    .action(async (_, self: Command) => {
      const { lifecycleStatus } = await import('./commands/lifecycle-status.ts');
      ended(await lifecycleStatus(self.optsWithGlobals<StatusGiven>(), io));
    });
}

function addCheck(group: Command, io: Io, ended: Ended): void {
  group
    .command('check')
    .summary('what is not as it should be; exit 2 when there is something')
    .description(
      'Every managed account: holder, state, tags of the settings, deadlines. Exit 2 when something is not as it should be.',
    )
    .addOption(settingsOption())
    .addOption(outputOption())
    .action(async (_, self: Command) => {
      const { lifecycleCheck } = await import('./commands/lifecycle-check.ts');
      ended(await lifecycleCheck(self.optsWithGlobals<LifecycleCheckGiven>(), io));
    });
}

function addExplain(group: Command, io: Io, ended: Ended): void {
  group
    .command('explain')
    .argument('<account>', 'id of an account')
    .summary('why an account is where it is, what comes next, and when')
    .description('Why an account is in its state, which rule holds now, and what comes next.')
    .addOption(settingsOption())
    .addOption(reportOption())
    .action(async (account: string, _, self: Command) => {
      const { lifecycleExplain } = await import('./commands/lifecycle-explain.ts');
      ended(await lifecycleExplain(account, self.optsWithGlobals<ExplainGiven>(), io));
    });
}

interface Described extends Steering {
  readonly summary: string;
}

const steerings: readonly Described[] = [
  {
    verb: 'expire',
    state: 'expired',
    summary: 'expire accounts now: they are purged and prepared',
  },
  { verb: 'release', state: 'released', summary: 'release accounts, wherever they are stuck' },
  { verb: 'reset', state: 'vanilla', summary: 'on-board accounts again, from the beginning' },
  { verb: 'assign', state: 'assigned', summary: 'prepare accounts again, without purging them' },
];

interface Around {
  readonly io: Io;
  readonly ended: Ended;
}

function addSteering(group: Command, steering: Described, { io, ended }: Around): void {
  const command = group
    .command(steering.verb)
    .summary(steering.summary)
    .description(
      `Sets the state of the selected accounts to ${steering.state}, and goes on from there. The plan is shown first.`,
    )
    .addOption(settingsOption())
    .addOption(outputOption())
    .option(...dryFlag)
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { lifecycleSteer } = await import('./commands/lifecycle-steer.ts');
      ended(await lifecycleSteer(steering, self.optsWithGlobals<SteerGiven>(), io));
    });
  const places = selectionOptions.filter(({ field }) => field !== 'regions');
  addOptions(command, selectionHeading, places);
}

function addMaintenance(group: Command, io: Io, ended: Ended): void {
  group
    .command('maintenance')
    .summary('what a maintenance window takes, and going on with an open one')
    .description(
      'Goes on with the windows that are open now. With --plan: waves, calls of AWS, minutes of CodeBuild, money and time of each window, and nothing is done.',
    )
    .addOption(settingsOption())
    .addOption(reportOption())
    .option('--plan', 'show what each window takes, and do nothing')
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { lifecycleMaintenance } = await import('./commands/lifecycle-maintenance.ts');
      ended(await lifecycleMaintenance(self.optsWithGlobals<MaintenanceGiven>(), io));
    });
}

function addSweep(group: Command, io: Io, ended: Ended): void {
  group
    .command('sweep')
    .summary('read the whole organization, and go on with whatever was forgotten')
    .description(
      'Reads the whole organization and looks at every account that is on its way, forgotten, overdue or drifted. Run it on a schedule: it finds what no event said.',
    )
    .addOption(settingsOption())
    .addOption(outputOption())
    .option('--windows', 'also go on with maintenance windows that are open')
    .option(...dryFlag)
    .action(async (_, self: Command) => {
      const { lifecycleSweep } = await import('./commands/lifecycle-sweep.ts');
      ended(await lifecycleSweep(self.optsWithGlobals<SweepGiven>(), io));
    });
}

function addRedrive(group: Command, io: Io, ended: Ended): void {
  group
    .command('redrive')
    .summary('handle events once more that no handler could take')
    .description(
      'Shows the events that were given up after they had been tried again, and handles them once more. What is handled leaves the queue.',
    )
    .addOption(settingsOption())
    .addOption(outputOption())
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { lifecycleRedrive } = await import('./commands/lifecycle-redrive.ts');
      ended(await lifecycleRedrive(self.optsWithGlobals<RedriveGiven>(), io));
    });
}

function addWithdraw(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('withdraw')
    .summary('take away what was put into accounts')
    .description(
      'Takes away the projects, rules, roles, topic and budget that were put into the selected accounts, after showing them. Tags stay. An account that is still managed gets them again when it is next prepared.',
    )
    .addOption(settingsOption())
    .addOption(outputOption())
    .option(...dryFlag)
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { lifecycleWithdraw } = await import('./commands/lifecycle-withdraw.ts');
      ended(await lifecycleWithdraw(self.optsWithGlobals<WithdrawGiven>(), io));
    });
  const places = selectionOptions.filter(({ field }) => field !== 'regions');
  addOptions(command, selectionHeading, places);
}

export function addRehearse(program: Command, io: Io, ended: Ended): void {
  const number = (flag: string, help: string, standard: number, to: number) =>
    new Option(`${flag} <number>`, help)
      .default(standard)
      .argParser(wholeNumber(flag, { from: 1, to }));
  program
    .command('rehearse')
    .summary('the life cycle of a whole organization, simulated, day by day')
    .description(
      'Runs the whole life cycle on a simulated organization with a clock of its own: events, sweeps, windows and builds, with whatever goes wrong, and invariants that are judged all along. Nothing of AWS is asked.',
    )
    .addHelpText('after', rehearseExample)
    .addOption(number('--accounts', 'personal accounts', 120, 50_000))
    .addOption(number('--days', 'how long', 30, 3_660))
    .option('--seed <text>', 'the same seed and settings give the same days', '1')
    .option('--settings <file>', 'your own settings (default: one unit, purged every week)')
    .addOption(
      new Option(
        '--sweep-hours <number>',
        'between two sweeps (default: as the settings say)',
      ).argParser(wholeNumber('--sweep-hours', { from: 1, to: 24 })),
    )
    .option('--faults <file>', 'what goes wrong: fault rules, as YAML or JSON')
    .option('--kill <percent>', 'workers that die in the middle of what they do', percent, 0)
    .option('--journal <file>', 'write down everything that happens, as NDJSON')
    .addOption(reportOption())
    .action(async (_, self: Command) => {
      expectNoAws(self);
      const { rehearseCommand } = await import('./commands/rehearse.ts');
      ended(await rehearseCommand(self.optsWithGlobals<RehearseGiven>(), io));
    });
}

const readPercent = wholeNumber('--kill', { from: 0, to: 90 });

function percent(text: string): number {
  return readPercent(text);
}

const rehearseExample = `
A fault file loses three events in ten, doubles two and shuffles the rest:
  faults:
    - { event: {}, probability: 0.3, fault: { lose: true } }
    - { event: {}, probability: 0.2, fault: { double: true } }
    - { event: {}, fault: { shuffleMs: 600000 } }`;
