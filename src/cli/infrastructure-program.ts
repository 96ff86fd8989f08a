/** `flotilla infrastructure …`: the roles, the bucket and the trust that an inventory of the organization needs. */

import { type Command, Option } from 'commander';
import type { ApplyGiven } from './commands/infrastructure-apply.ts';
import type { DestroyGiven } from './commands/infrastructure-destroy.ts';
import type { PlanGiven } from './commands/infrastructure-plan.ts';
import type { PoliciesGiven } from './commands/infrastructure-policies.ts';
import type { Io } from './io.ts';
import { collectHeading, narrowing } from './options/collect.ts';
import {
  identityFlags,
  infrastructureHeading,
  installationFlags,
} from './options/infrastructure.ts';
import { addMemberOptions } from './options/infrastructure-members.ts';
import { addFlags } from './options/named-flags.ts';
import { outputOption } from './options/output.ts';
import { filled } from './options/values.ts';
import type { Ended } from './program.ts';

export function addInfrastructure(program: Command, io: Io, ended: Ended): void {
  const group = program
    .command('infrastructure')
    .summary('the roles, the bucket and the trust that an inventory on Kubernetes needs')
    .description(
      'The roles of the orchestrator and the runner, their identity providers, the bucket, and the role that every account needs: compared, made, and taken away.',
    );
  addPlan(group, io, ended);
  addApply(group, io, ended);
  addPolicies(group, io, ended);
  addDestroy(group, io, ended);
}

function addPlan(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('plan')
    .summary('what differs from what is wanted')
    .description(
      'Compares what is there with what is wanted, and changes nothing. Exit 2 when something could not be read.',
    )
    .addOption(outputOption())
    .option('--fail-on-change', 'exit 2 when something is to be done')
    .action(async (_, self: Command) => {
      const { infrastructurePlan } = await import('./commands/infrastructure-plan.ts');
      ended(await infrastructurePlan(self.optsWithGlobals<PlanGiven>(), io));
    });
  addInstallation(command);
  addMemberOptions(command);
}

function addApply(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('apply')
    .summary('make what is wanted, and put right what differs')
    .description(
      'Does what plan shows, and nothing else: what is as it should be is not touched, what others made is left. On a terminal the plan is shown first, and asked about.',
    )
    .addOption(outputOption())
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { infrastructureApply } = await import('./commands/infrastructure-apply.ts');
      ended(await infrastructureApply(self.optsWithGlobals<ApplyGiven>(), io));
    });
  addInstallation(command);
  addMemberOptions(command);
}

function addPolicies(group: Command, io: Io, ended: Ended): void {
  const { billingProfile, securityProfile, ...named } = installationFlags;
  const command = group
    .command('policies')
    .summary('every trust and permission as JSON')
    .description(
      'Prints every trust and permission as JSON, by the name of its file. With the three ids nothing is asked of AWS; without them, the profiles say who is who.',
    )
    .addOption(
      new Option('--out <folder>', 'write files into this folder').argParser(
        filled('--out', 'print them'),
      ),
    )
    .action(async (_, self: Command) => {
      const { infrastructurePolicies } = await import('./commands/infrastructure-policies.ts');
      ended(await infrastructurePolicies(self.optsWithGlobals<PoliciesGiven>(), io));
    });
  addFlags(command, infrastructureHeading, {
    ...named,
    billingProfile,
    securityProfile,
    ...identityFlags,
  });
  for (const option of narrowing()) command.addOption(option.helpGroup(collectHeading));
}

function addDestroy(group: Command, io: Io, ended: Ended): void {
  const command = group
    .command('destroy')
    .summary('take away what is ours')
    .description(
      'Shows what carries our tag, and takes it away after asking. The bucket stays as long as anything is in it; what others made stays.',
    )
    .addOption(outputOption())
    .option('--dry-run', 'show what would happen, and do nothing')
    .option(...yesFlag)
    .action(async (_, self: Command) => {
      const { infrastructureDestroy } = await import('./commands/infrastructure-destroy.ts');
      ended(await infrastructureDestroy(self.optsWithGlobals<DestroyGiven>(), io));
    });
  addInstallation(command);
  addMemberOptions(command);
}

const yesFlag = ['--yes', 'do it without being asked'] as const;

function addInstallation(command: Command): void {
  addFlags(command, infrastructureHeading, installationFlags);
  for (const option of narrowing()) command.addOption(option.helpGroup(collectHeading));
}
