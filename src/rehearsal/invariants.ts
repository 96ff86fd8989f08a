/**
 * What must never happen in a rehearsal, whatever is lost, late, duplicated or killed. A violation is a sentence with
 * an account and a time in it.
 */

import type { BuildPurpose } from '../lifecycle/model/lifecycle-record.ts';
import type { OrganizationSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { isLifecycleState } from '../model/lifecycle-state.ts';
import type { EntrySettings } from '../settings/settings.ts';
import type { StateTagChange } from './state-changes.ts';
import type { Verdicts } from './verdicts.ts';

export interface Invariants {
  /** Checks a change of a state. */
  changed(change: StateTagChange): void;
  /** Checks the whole organization after a sweep. */
  swept(snapshot: OrganizationSnapshot, sweepMs: number): void;
  /** Checks that a transaction ended in one way. */
  ended(end: TransactionEnd): void;
  /** Checks a deletion in an account. */
  deleted(resource: { readonly id: string; readonly exempt: boolean }): void;
  /** Checks how long a function ran. */
  invoked(invocation: Invocation): void;
  /** Calls refused above a quota, and all calls. */
  called(counts: { readonly overQuota: number; readonly calls: number }): void;
}

interface TransactionEnd {
  readonly identifier: string;
  readonly account: string;
  /** `SuccessfulMaintenanceEvent`, `FailedMaintenanceException`. */
  readonly label: string;
}

interface Invocation {
  readonly route: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface InvariantOptions {
  readonly verdicts: Verdicts;
  /** Key of the state tag. */
  readonly stateKey: string;
  readonly entryOf: (accountId: string) => EntrySettings | undefined;
  readonly succeededAt: (accountId: string, purpose: BuildPurpose) => number | undefined;
  readonly writtenAt: (accountId: string) => number | undefined;
  /** While a build runs the account is in progress, also after its deadline. */
  readonly isBuilding: (accountId: string) => boolean;
}

/** Allowed transitions. A person may deviate from them; this system may not. */
const followers: Readonly<Record<string, readonly string[]>> = {
  none: ['assigned'],
  vanilla: ['assigned'],
  assigned: ['released', 'assigned'],
  released: ['expired', 'assigned'],
  expired: ['assigned'],
};

/** The build that must have succeeded before this system leaves the state. */
const buildsOf: Readonly<Record<string, BuildPurpose>> = {
  assigned: 'preparation',
  expired: 'purge',
};

/** Longer than a sweep takes. */
const graceMs = 30 * 60_000;
/** Functions of the life cycle have this long. */
const maxInvocationMs = 5 * 60_000;

export function createInvariants(options: InvariantOptions): Invariants {
  const { verdicts, stateKey, entryOf, succeededAt, writtenAt, isBuilding } = options;
  const ends = new Map<string, string>();

  const judgeBuild = ({ accountId, before, state, since, at }: StateTagChange) => {
    const purpose = before === state ? undefined : buildsOf[before];
    if (!purpose || entryOf(accountId)?.[purpose].feature !== 'enabled') return;
    verdicts.judge('no account leaves a state before its build has succeeded', {
      holds: (succeededAt(accountId, purpose) ?? 0) >= since,
      accountId,
      sentence: () =>
        `${accountId} went from ${before} to ${state} at ${iso(at)}, and no ${purpose} had succeeded since ${iso(since)}`,
    });
  };

  return {
    changed(change) {
      const { accountId, at, before, state, isByOperator, crossed } = change;
      verdicts.judge('no account is in two states, or in an unknown one', {
        holds: isLifecycleState(state),
        accountId,
        sentence: () => `${accountId} is "${state}" at ${iso(at)}`,
      });
      if (isByOperator) return;
      const isAllowed =
        mayFollow(before, state) || (crossed !== undefined && mayFollow(crossed, state));
      verdicts.judge('every state follows one that it may follow', {
        holds: isAllowed,
        accountId,
        sentence: () => `${accountId} went from ${before} to ${state} at ${iso(at)}`,
      });
      if (crossed === undefined) judgeBuild(change);
    },
    swept(snapshot, sweepMs) {
      for (const { account, item, row } of snapshot.accounts) {
        const state = account.tags[stateKey];
        if (!item || !account.active || state === 'released') continue;
        // Changes made while the sweep was reading are checked after the next one.
        if (snapshot.at - (writtenAt(account.id) ?? 0) < graceMs) continue;
        const accountId = account.id;
        verdicts.judge('no account waits without a deadline', {
          holds: row?.work !== undefined || row?.leasedUntil !== undefined,
          accountId,
          sentence: () => `${accountId} is ${state ?? 'without a state'} at ${iso(snapshot.at)}`,
        });
        const late =
          row?.work && row.work.failed === undefined ? snapshot.at - row.work.deadline : 0;
        verdicts.judge('no account is stuck longer than its deadline and a sweep', {
          holds: late <= sweepMs || isBuilding(accountId),
          accountId,
          sentence: () =>
            `${accountId} is ${state} for ${Math.round(late / 60_000)} minutes after its deadline at ${iso(snapshot.at)}`,
        });
      }
    },
    ended({ identifier, account, label }) {
      const before = ends.get(identifier) ?? label;
      ends.set(identifier, before);
      verdicts.judge('no transaction ends in two ways', {
        holds: before === label,
        accountId: account,
        sentence: () => `${identifier} of ${account} ended with ${before} and ${label}`,
      });
    },
    deleted: ({ id, exempt }) =>
      verdicts.judge('nothing exempt is deleted', { holds: !exempt, sentence: () => id }),
    invoked({ route, startedAt, endedAt }) {
      const ms = endedAt - startedAt;
      verdicts.judge('no invocation exceeds its time budget', {
        holds: ms <= maxInvocationMs,
        sentence: () =>
          `${route} at ${iso(startedAt)} ran for ${(ms / 60_000).toFixed(1)} minutes; it may take 5`,
      });
    },
    called({ overQuota, calls }) {
      verdicts.judge('no API is called above its quota', {
        holds: overQuota === 0,
        sentence: () => `${overQuota} of ${calls} calls were refused`,
      });
    },
  };
}

function mayFollow(before: string, state: string): boolean {
  return followers[before]?.includes(state) ?? false;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
