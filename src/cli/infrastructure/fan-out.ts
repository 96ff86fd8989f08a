/** `--deploy-inventory-role fan-out`: work in every selected account, with progress meanwhile. */

import type { Fleet } from '../../aws/open-fleet.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';
import type { InfrastructureFinding } from '../../infrastructure/finding.ts';
import {
  findingsOf,
  type MemberOperation,
  runInMembers,
} from '../../infrastructure/members/fan-out.ts';
import { withOwnAccount } from '../../infrastructure/members/own-account.ts';
import type { Installation } from '../../infrastructure/settings.ts';
import type { Io } from '../io.ts';
import { memberOptions } from '../options/infrastructure-members.ts';
import { type Given, settingsFrom } from '../options/option.ts';
import { count } from '../output/text.ts';
import { startProgress } from '../progress/progress.ts';
import { makePlan, type Plan, readPlan } from '../targets/plan.ts';

export interface Members {
  readonly fleet: Fleet;
  readonly settings: RunSettings;
  readonly plan: Plan;
}

/** Throws a `FlotillaError` for a selection that is no good, before anything is changed. */
export async function readMembers(
  fleet: Fleet,
  { given, region }: { readonly given: Given; readonly region: string },
  io: Io,
): Promise<Members> {
  const everybody = { includeManagement: true, includeCaller: false };
  const wanted = { ...everybody, regions: [region], order: 'input' as const };
  const settings = settingsFrom(memberOptions, given, wanted);
  const read: readonly PlannedTarget[] = await readPlan(fleet, settings, io);
  return { fleet, settings, plan: makePlan(await withOwnAccount(fleet, read), new Set()) };
}

export interface InEach {
  readonly installation: Installation;
  readonly work: MemberOperation;
}

export async function eachMember(
  { fleet, settings, plan }: Members,
  { installation, work }: InEach,
  io: Io,
): Promise<readonly InfrastructureFinding[]> {
  const findings: InfrastructureFinding[] = [];
  const { planned, running } = plan;
  const progress = startProgress(running.length, io);
  const settled = { done: 0, failed: 0 };
  try {
    for await (const outcome of runInMembers(fleet, {
      planned,
      settings,
      work,
      signal: io.signal,
    })) {
      findings.push(...findingsOf(outcome, installation));
      if (outcome.status === 'skipped') continue;
      settled[outcome.status]++;
      progress.update(settled);
    }
  } finally {
    progress.stop();
  }
  tellSkipped(plan, io);
  return findings;
}

function tellSkipped({ skipped }: Plan, io: Io): void {
  if (skipped.length === 0) return;
  const reasons = [...new Set(skipped.map(({ skipped: { reason } }) => reason))].join(', ');
  io.stderr.write(`${count(skipped.length, 'account')} left out (${reasons})\n`);
}
