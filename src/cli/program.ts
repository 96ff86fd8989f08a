/** The command line: which commands there are, what each takes, and what the help says. */

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { AccountsGiven } from './commands/accounts.ts';
import type { ExecGiven } from './commands/exec.ts';
import type { RunGiven } from './commands/run.ts';
import type { SimulateGiven } from './commands/simulate.ts';
import type { ExitCode } from './exit-code.ts';
import { addInfrastructure } from './infrastructure-program.ts';
import { addInventory } from './inventory-program.ts';
import type { Io } from './io.ts';
import { addLifecycle, addRehearse } from './lifecycle-program.ts';
import { awsHeading, awsOptions, expectNoAws } from './options/aws.ts';
import { addOptions } from './options/option.ts';
import { outputOption } from './options/output.ts';
import { roleHeading, roleOptions } from './options/role.ts';
import { addRunConduct, runHeading, runOptions } from './options/run.ts';
import { selectionHeading, selectionOptions } from './options/selection.ts';
import { addSimulateOptions } from './options/simulate.ts';
import { wrong } from './options/values.ts';
import { addSettings } from './settings-program.ts';

/** Told what a command has come to. Commands are loaded when they are asked for, so that help is there at once. */
export type Ended = (code: ExitCode) => void;

export function createProgram(io: Io, ended: Ended): Command {
  const program = new Command('flotilla')
    .description(
      'Operate a fleet of AWS accounts: every account of an AWS Organization, from one place.',
    )
    .version(version(), '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput(helpOutput(io))
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', exitCodes);
  addOptions(program, awsHeading, awsOptions);
  addAccounts(program, io, ended);
  addRun(program, io, ended);
  addExec(program, io, ended);
  addInventory(program, io, ended);
  addInfrastructure(program, io, ended);
  addSettings(program, io, ended);
  addLifecycle(program, io, ended);
  addRehearse(program, io, ended);
  addSimulate(program, io, ended);
  addTour(program, io, ended);
  return program;
}

function addAccounts(program: Command, io: Io, ended: Ended): void {
  const command = program
    .command('accounts')
    .summary('list accounts, and whether a run would include them')
    .description(
      'Lists accounts: who they are, where they are, and whether a run would include them.',
    )
    .action(async (_, self: Command) => {
      const { accounts } = await import('./commands/accounts.ts');
      ended(await accounts(self.optsWithGlobals<AccountsGiven>(), io));
    });
  command.addOption(outputOption());
  addOptions(command, selectionHeading, selectionOptions);
  addOptions(
    command,
    'The role that is asked for the regions, with --regions enabled:',
    roleOptions,
  );
}

function addRun(program: Command, io: Io, ended: Ended): void {
  const command = program
    .command('run')
    .argument('<file>', 'TypeScript or JavaScript with a default export: (session) => …')
    .summary('run a function once per account and region')
    .description(
      "Runs a file's default export once per account and region, with a session of that account.",
    )
    .addHelpText('after', runExample)
    .action(async (file: string, _, self: Command) => {
      const { run } = await import('./commands/run.ts');
      ended(await run(file, self.optsWithGlobals<RunGiven>(), io));
    });
  addRunning(command);
}

function addExec(program: Command, io: Io, ended: Ended): void {
  const command = program
    .command('exec')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its arguments, after --')
    .summary('run a program once per account and region')
    .description(
      "Runs any program once per account and region, with that account's credentials in its environment.",
    )
    .addHelpText('after', execExample)
    .action(async (words: readonly string[], _, self: Command) => {
      expectDashes(self, words);
      const { exec } = await import('./commands/exec.ts');
      ended(await exec(words, self.optsWithGlobals<ExecGiven>(), io));
    });
  addRunning(command);
}

function addRunning(command: Command): void {
  command.addOption(outputOption());
  addOptions(command, selectionHeading, selectionOptions);
  addOptions(command, roleHeading, roleOptions);
  addOptions(command, runHeading, runOptions);
  addRunConduct(command);
}

/** Without them, an option of the program's that we happen to have as well would be taken for ours. */
function expectDashes({ parent }: Command, words: readonly string[]): void {
  const typed = (parent as { readonly rawArgs?: readonly string[] } | null)?.rawArgs ?? [];
  if (typed.includes('--')) return;
  throw wrong('exec', words.join(' '), 'needs -- before it: flotilla exec [options] -- <command>');
}

function addSimulate(program: Command, io: Io, ended: Ended): void {
  const command = program
    .command('simulate')
    .summary('serve a simulated organization to practise on')
    .description(
      'Serves a simulated AWS Organization on this machine until it is stopped, for any AWS client.',
    )
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', simulateExample)
    .action(async (given: SimulateGiven, self: Command) => {
      expectNoAws(self);
      const { simulate } = await import('./commands/simulate.ts');
      ended(await simulate(given, io));
    });
  addSimulateOptions(command);
}

function addTour(program: Command, io: Io, ended: Ended): void {
  program
    .command('tour')
    .summary('see in a minute what Flotilla does, without AWS')
    .description(
      'Shows in a minute what Flotilla does, on a simulated organization in this process.',
    )
    .configureHelp({ showGlobalOptions: false })
    .action(async (_, self: Command) => {
      expectNoAws(self);
      const { tour } = await import('./commands/tour.ts');
      ended(await tour(io));
    });
}

function helpOutput({ stdout, stderr }: Io) {
  return {
    writeOut: (text: string) => stdout.write(text),
    writeErr: (text: string) => stderr.write(text),
    // Errors are told by whoever catches them.
    outputError: () => {},
    getOutHelpWidth: () => stdout.columns(),
    getErrHelpWidth: () => stderr.columns(),
  };
}

/** The same number of steps from the sources and from the built package. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

const exitCodes = `
Results go to stdout, everything else to stderr.
Exit codes: 0 all done, 1 could not run, 2 ran and some targets failed, 3 the operator said no, 130 interrupted.
`;

const runExample = `
  // count-users.ts
  import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
  export default async (session) =>
    (await session.client(IAMClient).send(new ListUsersCommand({}))).Users.length;

  flotilla run count-users.ts --name 'sandbox-*' --concurrency 50 --out users.ndjson

Ctrl-C stops the run, a second one at once. What was written with --out can be gone on with: --resume.
`;

const execExample = `
The program finds AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION,
FLOTILLA_ACCOUNT_ID, FLOTILLA_ACCOUNT_NAME, FLOTILLA_ACCOUNT_EMAIL and FLOTILLA_ACCOUNT_OU_PATH in its environment.
Its exit code, stdout and stderr are the outcome; another exit code than 0 is a failure.

  flotilla exec --regions eu-west-1 -- aws ec2 describe-vpcs
  flotilla exec -- sh -c 'echo $FLOTILLA_ACCOUNT_NAME'
`;

const simulateExample = `
  flotilla simulate --accounts 1000      paste what it prints into another terminal, and there:
  flotilla accounts

Ctrl-C is its ordinary end: the exit code is 0 then.
`;
