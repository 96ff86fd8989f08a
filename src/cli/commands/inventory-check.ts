/** `flotilla inventory check`: what the role lacks in every selected account, before anything is collected. */

import { type Fleet, openFleet } from '../../aws/open-fleet.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { runTargets } from '../../fleet/run-targets.ts';
import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import { type CheckOptions, checkAccount } from '../../inventory/check/check-account.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { catalogueFor, type Narrowing } from '../options/collect.ts';
import { type Given, settingsFrom } from '../options/option.ts';
import type { Format } from '../options/output.ts';
import { roleOptions } from '../options/role.ts';
import { runOptions } from '../options/run.ts';
import { selectionOptions } from '../options/selection.ts';
import { createPrinter, type Printer } from '../output/printer.ts';
import { count, duration } from '../output/text.ts';
import { type CheckRecord, checkRecord, checkView } from '../print/check-view.ts';
import { startProgress } from '../progress/progress.ts';
import { expectSomebody } from '../run/expect-somebody.ts';
import { mayRun } from '../run/may-run.ts';
import { makePlan, type Plan, readPlan } from '../targets/plan.ts';

export interface CheckGiven extends Given, Narrowing {
  readonly output: Format;
  readonly probe?: boolean;
  readonly yes?: boolean;
}

export async function inventoryCheck(given: CheckGiven, io: Io): Promise<ExitCode> {
  const asked = settingsFrom([...selectionOptions, ...roleOptions, ...runOptions], given);
  const catalogue = catalogueFor(given);
  const entries = selectEntries(catalogue, given);
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    // The regions are the account's own business: one target per account.
    const { regions, ...settings } = asked;
    const plan = makePlan(await readPlan(fleet, settings, io), new Set());
    expectSomebody(plan, 'check');
    const { length: number } = plan.running;
    const question = `Check the role in ${count(number, 'account')}?`;
    if (!(await mayRun({ number, yes: given.yes, question }, io))) {
      io.stderr.write('flotilla: nothing was checked\n');
      return exitCode.refused;
    }
    // Nobody but the session itself knows what its session policies leave.
    const probe =
      given.probe === true || settings.policy !== undefined || settings.policyArns.length > 0;
    const { byKey } = catalogue;
    const options = { entries, byKey, regions, probe, clock: fleet.clock };
    const printer = createPrinter(given.output, checkView, io);
    return await check({ fleet, settings, plan, options, printer }, io);
  } finally {
    fleet.close();
  }
}

interface Checking {
  readonly fleet: Fleet;
  readonly settings: RunSettings;
  readonly plan: Plan;
  readonly options: CheckOptions;
  readonly printer: Printer<CheckRecord>;
}

async function check(
  { fleet, settings, plan, options, printer }: Checking,
  io: Io,
): Promise<ExitCode> {
  const startedAt = io.clock.now();
  const tally: Record<CheckRecord['status'], number> = {
    ready: 0,
    lacking: 0,
    unchecked: 0,
    unread: 0,
    skipped: 0,
  };
  let notStarted = 0;
  const progress = startProgress(plan.running.length, io);
  const running = { settings, signal: io.signal };
  try {
    const checked = runTargets(
      fleet,
      plan.planned,
      (session) => checkAccount(session, options),
      running,
    );
    for await (const outcome of checked) {
      const record = checkRecord(outcome);
      if (record.reason === 'not-started') notStarted++;
      else tally[record.status]++;
      progress.around(() => printer.write(record));
      const { ready, lacking, unchecked, unread } = tally;
      progress.update({ done: ready + lacking + unchecked, failed: unread });
    }
  } finally {
    progress.stop();
  }
  printer.end();
  io.stderr.write(`${told({ ...tally, notStarted }, io.clock.now() - startedAt)}\n`);
  if (io.signal.aborted) return exitCode.interrupted;
  const { lacking, unchecked, unread } = tally;
  return lacking + unchecked + unread + notStarted > 0 ? exitCode.someFailed : exitCode.done;
}

interface Numbers extends Readonly<Record<CheckRecord['status'], number>> {
  readonly notStarted: number;
}

function told(numbers: Numbers, elapsedMs: number): string {
  const { ready, lacking, unchecked, unread, skipped, notStarted } = numbers;
  const parts = [
    `${ready} ready`,
    `${lacking} lacking`,
    `${unchecked} not sure`,
    `${unread} not read`,
    `${skipped} skipped`,
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
  ];
  return `accounts: ${parts.join(', ')}; in ${duration(elapsedMs)}`;
}
