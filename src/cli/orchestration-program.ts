/** `flotilla inventory orchestrate`, `runner` and `vars`: an inventory of a whole organization on Kubernetes. */

import { type Command, Option } from 'commander';
import type { OrchestrateGiven } from './commands/inventory-orchestrate.ts';
import type { VarsGiven } from './commands/inventory-vars.ts';
import type { AssumeGiven } from './commands/runner-assume.ts';
import type { RunnerInventoryGiven } from './commands/runner-inventory.ts';
import type { UploadGiven } from './commands/runner-upload.ts';
import type { Io } from './io.ts';
import { expectNoAws } from './options/aws.ts';
import { collectHeading, formatOption, narrowing } from './options/collect.ts';
import { inventoryRoleOptions } from './options/inventory-role.ts';
import { addOptions } from './options/option.ts';
import { addClusterOptions } from './options/orchestrate.ts';
import { roleHeading } from './options/role.ts';
import {
  accountOption,
  bucketOption,
  bucketOwnerOption,
  terminationLogOption,
} from './options/runner.ts';
import { selectionHeading, selectionOptions } from './options/selection.ts';
import { filled } from './options/values.ts';
import { variableOptions } from './options/variables.ts';
import type { Ended } from './program.ts';

export function addOrchestration(group: Command, io: Io, ended: Ended): void {
  addOrchestrate(group, io, ended);
  addVars(group, io, ended);
  const runner = group
    .command('runner')
    .summary('what the containers of a Job run, one after the other')
    .description('The three steps of the Job of one account: assume, inventory, upload.');
  addAssume(runner, io, ended);
  addRunnerInventory(runner, io, ended);
  addUpload(runner, io, ended);
}

function addOrchestrate(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('orchestrate')
    .summary('in a cluster: a Job for every account, followed to its end')
    .description(
      'Runs in a pod of the CronJob in kubernetes/: makes a Job for every selected account, so many at a time, follows them to their ends and writes the summary of the run into the bucket.',
    )
    .addHelpText('after', orchestrateExample)
    .action(async (_, self: Command) => {
      const { inventoryOrchestrate } = await import('./commands/inventory-orchestrate.ts');
      ended(await inventoryOrchestrate(self.optsWithGlobals<OrchestrateGiven>(), io));
    });
  const own = [
    ...variableOptions(['BUCKET_NAME', 'SECURITY_ACCOUNT_ID', 'INCLUDE_ACCOUNTS']),
    ...narrowing(),
    formatOption(['ndjson', 'recon']),
    new Option('--dry-run', 'show which accounts would be inventoried, and start nothing'),
  ];
  for (const option of own) command.addOption(option.helpGroup(collectHeading));
  addClusterOptions(command);
  addOptions(command, selectionHeading, selectionOptions);
  addOptions(command, roleHeading, inventoryRoleOptions);
}

const orchestrateExample = `
The exit code is 0 only when every account is complete, and 2 when some are not. Whoever is stopped and started again for
the same Job goes on with the same run.
`;

function addVars(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('vars')
    .summary('write the variables of the Kubernetes manifests')
    .description(
      'Writes the file that the manifests in kubernetes/ are filled from, out of flags or the environment.',
    )
    .configureHelp({ showGlobalOptions: false })
    .action(async (given: VarsGiven, self: Command) => {
      expectNoAws(self);
      const { inventoryVars } = await import('./commands/inventory-vars.ts');
      ended(inventoryVars(given, io));
    });
  for (const option of variableOptions()) command.addOption(option);
  command.addOption(
    new Option('--out <file>', 'where to, - for stdout')
      .argParser(filled('--out', 'write kubernetes/base/vars.env'))
      .default('kubernetes/base/vars.env'),
  );
}

function addAssume(runner: Command, io: Io, ended: Ended): void {
  const command = runner
    .command('assume')
    .summary('first: become the role of one account, and leave its credentials')
    .description(
      "Assumes the inventory role of an account and writes its credentials into a file for its owner's eyes. Run again, it renews them.",
    )
    .action(async (_, self: Command) => {
      const { runnerAssume } = await import('./commands/runner-assume.ts');
      ended(await runnerAssume(self.optsWithGlobals<AssumeGiven>(), io));
    })
    .addOption(accountOption())
    .addOption(mandatory('--credentials <file>', 'the file to write them to'))
    .addOption(terminationLogOption());
  addOptions(command, roleHeading, inventoryRoleOptions);
}

function addRunnerInventory(runner: Command, io: Io, ended: Ended): void {
  const command = runner
    .command('inventory')
    .summary('second: read the account with those credentials and no others')
    .description(
      'Lists the resources of one account into a folder, with the credentials of a file and no others.',
    )
    .action(async (_, self: Command) => {
      const { runnerInventory } = await import('./commands/runner-inventory.ts');
      ended(await runnerInventory(self.optsWithGlobals<RunnerInventoryGiven>(), io));
    });
  const own = [
    accountOption(),
    new Option('--account-name <name>', 'its name, for the records'),
    new Option('--ou-path <path>', 'where it is in the organization, for the records'),
    mandatory('--run <id>', 'the run that it is part of'),
    mandatory('--credentials <file>', 'the file that assume has written'),
    mandatory('--out <folder>', 'where the files go'),
    ...narrowing(),
    formatOption(['ndjson', 'recon']),
    new Option('--once-per-run', 'also list what is the same in every account'),
    terminationLogOption(),
  ];
  for (const option of own) command.addOption(option);
  const regions = selectionOptions.filter(({ field }) => field === 'regions');
  addOptions(
    command,
    'Where:',
    regions.map((option) => ({ ...option, byDefault: 'enabled' })),
  );
}

function addUpload(runner: Command, io: Io, ended: Ended): void {
  runner
    .command('upload')
    .summary('third: put the files into the bucket')
    .description(
      'Puts every file of a folder into a bucket under its own path, the manifest last, and compares what arrived.',
    )
    .action(async (_, self: Command) => {
      const { runnerUpload } = await import('./commands/runner-upload.ts');
      ended(await runnerUpload(self.optsWithGlobals<UploadGiven>(), io));
    })
    .addOption(accountOption())
    .addOption(mandatory('--from <folder>', 'what inventory has written'))
    .addOption(bucketOption().makeOptionMandatory())
    .addOption(bucketOwnerOption())
    .addOption(terminationLogOption());
}

function mandatory(flags: string, help: string): Option {
  return new Option(flags, help).makeOptionMandatory();
}
