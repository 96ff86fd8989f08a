/** `flotilla accounts`: who is there, and what a run would make of each. */

import { openFleet } from '../../aws/open-fleet.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';
import type { Account } from '../../model/account.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { type Given, settingsFrom } from '../options/option.ts';
import type { Format } from '../options/output.ts';
import { roleOptions } from '../options/role.ts';
import { selectionOptions } from '../options/selection.ts';
import { type AccountRecord, accountRecord, accountView } from '../print/account-view.ts';
import { createPrinter } from '../print/printer.ts';
import { count } from '../print/text.ts';
import { accountOf, readPlan } from '../run/plan.ts';
import { unreadRegions } from '../run/print-plan.ts';

export interface AccountsGiven extends Given {
  readonly output: Format;
}

export async function accounts(given: AccountsGiven, io: Io): Promise<ExitCode> {
  const settings = settingsFrom([...selectionOptions, ...roleOptions], given, accountFacts);
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    const records = toAccounts(await readPlan(fleet, settings, io));
    const view = accountView({ hasRegions: settings.regions !== undefined });
    const printer = createPrinter(given.output, view, io);
    for (const record of records) printer.write(record);
    printer.end();
    io.stderr.write(`${summaryOf(records)}\n`);
    const hasUnread = records.some(({ reason }) => reason === 'unread');
    return hasUnread ? exitCode.someFailed : exitCode.done;
  } finally {
    fleet.close();
  }
}

/** Everything that the organization knows of an account. */
export const accountFacts: Pick<RunSettings, 'facts' | 'ouPath' | 'accountTags'> = {
  facts: true,
  ouPath: true,
  accountTags: true,
};

/** Targets of one account follow each other; here they are one line. */
export function toAccounts(planned: readonly PlannedTarget[]): readonly AccountRecord[] {
  const byAccount = Map.groupBy(planned, (one) => accountOf(one));
  return Array.from(byAccount, ([account, ofAccount]) => toAccount(account, ofAccount));
}

export function summaryOf(records: readonly AccountRecord[]): string {
  const running = records.filter(({ runs }) => runs).length;
  return `${count(records.length, 'account')}, a run would include ${running}`;
}

function toAccount(account: Account, ofAccount: readonly PlannedTarget[]): AccountRecord {
  const [first] = ofAccount;
  if (first?.plan === 'skip') {
    const { reason, detail } = first.skipped;
    return accountRecord(account, { runs: false, reason, detail });
  }
  if (first?.plan === 'unread') {
    const detail = unreadRegions(first.cause);
    return accountRecord(account, { runs: false, reason: 'unread', detail });
  }
  const regions = ofAccount.flatMap((one) => (one.plan === 'run' ? (one.target.region ?? []) : []));
  return accountRecord(account, { runs: true, ...(regions.length > 0 && { regions }) });
}
