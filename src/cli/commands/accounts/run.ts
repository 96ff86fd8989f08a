/** `flotilla accounts`: which accounts there are, and whether a run would include each. */

import { openFleet } from '../../../aws/open-fleet.ts';
import type { RunSettings } from '../../../fleet/run-options.ts';
import type { PlannedTarget } from '../../../fleet/targets.ts';
import type { Account } from '../../../model/account.ts';
import type { RunOf } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import { runSettingsFrom } from '../../options/run-settings.ts';
import { count } from '../../output/text.ts';
import { accountOf, readPlan } from '../../targets/plan.ts';
import { unreadRegions } from '../../targets/print-plan.ts';
import type { command } from './command.ts';
import { type AccountRecord, accountRecord } from './record.ts';
import { accountView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const settings = runSettingsFrom(options, accountFacts);
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const records = toAccounts(await readPlan(fleet, settings, context.io));
    const printer = context.printer(accountView({ hasRegions: settings.regions !== undefined }));
    for (const record of records) printer.write(record);
    printer.end();
    const hasUnread = records.some(({ reason }) => reason === 'unread');
    return { summary: summaryOf(records), ...(hasUnread && { code: exitCode.someFailed }) };
  } finally {
    fleet.close();
  }
};

/** Everything that the organization knows of an account. */
const accountFacts: Pick<RunSettings, 'facts' | 'ouPath' | 'accountTags'> = {
  facts: true,
  ouPath: true,
  accountTags: true,
};

/** Targets of one account follow each other; here they are one line. */
function toAccounts(planned: readonly PlannedTarget[]): readonly AccountRecord[] {
  const byAccount = Map.groupBy(planned, (one) => accountOf(one));
  return Array.from(byAccount, ([account, ofAccount]) => toAccount(account, ofAccount));
}

function summaryOf(records: readonly AccountRecord[]): string {
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
