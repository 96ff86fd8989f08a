/** `flotilla inventory permissions`: what the role lacks in every selected account, before anything is collected. */

import { type Fleet, openFleet } from '../../../../aws/open-fleet.ts';
import type { RunSettings } from '../../../../fleet/run-options.ts';
import { runTargets } from '../../../../fleet/run-targets.ts';
import {
  checkPermissions,
  type PermissionsOptions,
} from '../../../../inventory/permissions/check-permissions.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { runSettingsFrom } from '../../../options/run-settings.ts';
import { assertTargets } from '../../../targets/assert-targets.ts';
import { settleOutcome } from '../../../targets/perform-run.ts';
import { describeTargets, makePlan, type Plan, readPlan } from '../../../targets/plan.ts';
import { readCatalogue } from '../read-catalogue.ts';
import type { command } from './command.ts';
import { type PermissionsStatus, permissionsRecord } from './record.ts';
import { permissionsView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  // Every account is one target, which is asked about its regions.
  const { regions, ...settings } = runSettingsFrom(options);
  const { catalogue, entries } = readCatalogue(options);
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const plan = makePlan(await readPlan(fleet, settings, context.io), new Set());
    assertTargets(plan, 'flotilla accounts');
    const targets = describeTargets(plan.running);
    await context.confirm({
      question: `Check the role in ${targets}?`,
      targets: plan.running.length,
      plan: `would check the role in ${targets}`,
    });
    // Only the session itself knows what its session policies allow.
    const probe = options.probe || settings.policy !== undefined || settings.policyArns.length > 0;
    const { byKey } = catalogue;
    const permissionsOptions = { entries, byKey, regions, probe, clock: fleet.clock };
    return await check({ fleet, settings, plan, permissionsOptions }, context);
  } finally {
    fleet.close();
  }
};

interface PermissionsRun {
  readonly fleet: Fleet;
  readonly settings: Omit<RunSettings, 'regions'>;
  readonly plan: Plan;
  readonly permissionsOptions: PermissionsOptions;
}

async function check(
  { fleet, settings, plan, permissionsOptions }: PermissionsRun,
  context: CommandContext,
): Promise<CommandResult> {
  const printer = context.printer(permissionsView);
  const tally = context.startTally(plan.running.length);
  const statuses = { ready: 0, lacking: 0, unchecked: 0, unread: 0, skipped: 0 };
  const checked = runTargets(
    fleet,
    plan.planned,
    (session) => {
      tally.start(session.account.id);
      return checkPermissions(session, permissionsOptions);
    },
    { settings, signal: context.signal },
  );
  for await (const outcome of checked) {
    const record = permissionsRecord(outcome);
    printer.write(record);
    settleOutcome(tally, outcome, record.accountId);
    if (record.reason !== 'not-started') statuses[record.status]++;
  }
  printer.end();
  const hasFindings = statuses.lacking + statuses.unchecked + statuses.unread > 0;
  return { summary: summaryOf(statuses), ...(hasFindings && { code: exitCode.someFailed }) };
}

function summaryOf(statuses: Readonly<Record<PermissionsStatus, number>>): string {
  const parts = Object.entries(statuses).map(([status, number]) => `${number} ${status}`);
  return `accounts: ${parts.join(', ')}`;
}
