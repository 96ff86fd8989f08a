/** The summary of a run: the status of every account, and record counts. */

import type { Account } from '../../model/account.ts';
import type { AccountLine, AccountManifest, RunSummary } from '../record.ts';
import { isGap } from './manifest.ts';
import type { RunStart } from './run-start.ts';

export interface RunResults
  extends Omit<RunSummary, 'version' | 'runId' | 'date' | 'startedAt' | 'records'> {
  readonly run: Pick<RunStart, 'runId' | 'date' | 'startedAt'>;
}

export function summaryOf({ run, accounts, unlisted = [], ...rest }: RunResults): RunSummary {
  const { runId, date, startedAt } = run;
  return {
    version: 1,
    runId,
    date,
    startedAt,
    finishedAt: rest.finishedAt,
    catalogueVersion: rest.catalogueVersion,
    formats: rest.formats,
    accounts: [...accounts].sort((a, b) => (a.accountId < b.accountId ? -1 : 1)),
    records: accounts.reduce((sum, { records }) => sum + records, 0),
    calls: rest.calls,
    ...(rest.throttles !== undefined && { throttles: rest.throttles }),
    ...(unlisted.length > 0 && {
      unlisted: unlisted.map(({ service, type }) => ({ service, type })),
    }),
  };
}

export function lineOf(manifest: AccountManifest): AccountLine {
  const { accountId, accountName, status, records, entries } = manifest;
  const gaps = entries.filter(isGap).length;
  return { accountId, ...(accountName !== undefined && { accountName }), status, records, gaps };
}

/** For an account that was not read. */
export function emptyLine(
  { id, name }: Pick<Account, 'id' | 'name'>,
  status: 'failed' | 'skipped',
  reason: string,
): AccountLine {
  const named = name !== undefined && { accountName: name };
  return { accountId: id, ...named, status, reason, records: 0, gaps: 0 };
}
