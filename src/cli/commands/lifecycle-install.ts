/** `flotilla lifecycle install`: what the hub needs, made where it lacks. */

import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { convergeAutomationAccount } from '../../lifecycle/hub/converge-hub.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { organizationsClient } from '../../organization/organization-client.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import type { Format } from '../options/output.ts';
import { createPrinter } from '../output/printer.ts';
import { count } from '../output/text.ts';
import { changeView } from '../print/change-view.ts';

export interface InstallGiven extends LifecycleGiven {
  readonly output: Format;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export async function lifecycleInstall(given: InstallGiven, io: Io): Promise<ExitCode> {
  return withLifecycle(given, io, async (lifecycle) => {
    const organizationId = await organizationOf(lifecycle);
    const planned = await convergeAutomationAccount(lifecycle, { dry: true, organizationId });
    const printer = createPrinter(given.output, changeView, io);
    for (const change of planned) printer.write(change);
    printer.end();
    const { accountId, region } = lifecycle.hub;
    if (planned.length === 0) {
      io.stderr.write(`account ${accountId} has all that it needs in ${region}\n`);
      return exitCode.done;
    }
    if (given.dryRun) return exitCode.done;
    const question = `Make ${count(planned.length, 'change')} in account ${accountId}, ${region}?`;
    if (!(await consents({ yes: given.yes, question }, io))) return exitCode.refused;
    const made = await convergeAutomationAccount(lifecycle, { dry: false, organizationId });
    io.stderr.write(`${count(made.length, 'change')} made\n`);
    return exitCode.done;
  });
}

async function organizationOf({ management }: Lifecycle): Promise<string> {
  const client = await organizationsClient(management);
  const { Organization } = await client.send(new DescribeOrganizationCommand({}));
  return Organization?.Id ?? '';
}
