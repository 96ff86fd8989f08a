/** `flotilla lifecycle install`: creates the resources that the automation account lacks. */

import type { ResourceChange } from '../../../../converge/change.ts';
import { convergeAutomationAccount } from '../../../../lifecycle/hub/converge-hub.ts';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { callOrganizations } from '../../../../organization/call-organizations.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { planText } from '../../../output/plan-text.ts';
import { count } from '../../../output/text.ts';
import { changeView } from '../change.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const { signal } = context;
    const organizationId = await organizationIdOf(lifecycle);
    const planned = await convergeAutomationAccount(lifecycle, {
      dry: true,
      organizationId,
      signal,
    });
    const { accountId, region } = lifecycle.hub;
    const place = `account ${accountId}, ${region}`;
    const changes = count(planned.length, 'change');
    if (planned.length === 0 || options.dryRun) {
      printChanges(planned, context);
      const would = `${changes} would be made in ${place}`;
      return { summary: planned.length > 0 ? would : `${place} has all that the life cycle needs` };
    }
    await context.confirm({
      question: `Make ${changes} in ${place}?`,
      targets: planned.length,
      plan: planText(changeView.tables(planned), context.io),
    });
    await makeChanges(lifecycle, { planned, organizationId }, context);
    return undefined;
  });

async function organizationIdOf({ management }: Lifecycle): Promise<string> {
  const { Organization } = await callOrganizations(management, 'DescribeOrganization', {});
  if (Organization?.Id) return Organization.Id;
  const message = 'AWS Organizations returned no organization id; call it with the management role';
  throw new FlotillaError('OrganizationUnreadable', message);
}

function printChanges(changes: readonly ResourceChange[], context: CommandContext): void {
  const printer = context.printer(changeView);
  for (const change of changes) printer.write(change);
  printer.end();
}

interface Installation {
  readonly planned: readonly ResourceChange[];
  readonly organizationId: string;
}

/** An error ends it: what was created until then is counted, and the rest is created by the next call. */
async function makeChanges(
  lifecycle: Lifecycle,
  { planned, organizationId }: Installation,
  context: CommandContext,
): Promise<void> {
  const tally = context.startTally(planned.length);
  const printer = context.printer(changeView);
  let current: string | undefined;
  try {
    await convergeAutomationAccount(lifecycle, {
      dry: false,
      organizationId,
      signal: context.signal,
      onStart(resource) {
        tally.start(resource);
        current = resource;
      },
      onChange(change) {
        printer.write(change);
        tally.settle(change.resource, 'done');
        current = undefined;
      },
    });
  } catch (error) {
    if (current !== undefined) tally.settle(current, 'failed');
    throw error;
  } finally {
    printer.end();
  }
}
