/**
 * What must happen in a rehearsal: every account that a window finds released is expired, purged and released again,
 * and every account that is new or that an operator resets is released; or an exception names it. Judged on the states
 * in the organization, the builds in CodeBuild and the events on the bus, not on what the life cycle records.
 */

import type { EntrySettings } from '../settings/settings.ts';
import type { StateTagChange } from './state-changes.ts';
import type { InvariantName, Verdicts } from './verdicts.ts';

export interface Liveness {
  /** A window has opened for accounts that are released. */
  opened(accountIds: readonly string[], at: number): void;
  /** Follows a change of a state. */
  changed(change: StateTagChange): void;
  /** An exception names the account. */
  named(accountId: string): void;
  /** Judges what should have happened by now. */
  check(now: number): void;
}

export interface LivenessOptions {
  readonly verdicts: Verdicts;
  readonly entryOf: (accountId: string) => EntrySettings | undefined;
  /** Closed and suspended accounts are not judged. */
  readonly isActive: (accountId: string) => boolean;
  /** While a build runs the account is in progress; the project's time-out ends it. */
  readonly isBuilding: (accountId: string) => boolean;
  /** Called when an exception names an account that a window has not expired. */
  readonly onLeftOut: (accountId: string) => void;
  readonly sweepMs: number;
  /** Accounts without a state, or vanilla, at the start. */
  readonly fresh: readonly string[];
  readonly startedAt: number;
}

interface Expectation {
  readonly invariant: InvariantName;
  /** What began it, behind the account: `was released when the window of … opened`. */
  readonly because: string;
  /** It must be expired first. */
  mustExpire: boolean;
  due: number;
}

/** A window may take a day. */
const windowMs = 24 * 3_600_000;
/** Longer than a sweep and a lease take. */
const graceMs = 30 * 60_000;

const ofWindow = 'every account of a window is purged and released again, or named in an exception';
const ofReset =
  'every account that is new or was reset is released in time, or named in an exception';

export function createLiveness(options: LivenessOptions): Liveness {
  const { verdicts, entryOf, isActive, isBuilding, onLeftOut, sweepMs, fresh, startedAt } = options;
  const expectations = new Map<string, Expectation>();

  // One sweep may be needed to notice that something began, another one to notice that it is overdue.
  const noticedMs = 2 * sweepMs + graceMs;
  const release = (accountId: string, from: number, kind: 'onBoarding' | 'maintenance') =>
    from + 1000 * (entryOf(accountId)?.deadlines[`${kind}Seconds`] ?? 0) + noticedMs;

  const expectReset = (accountId: string, because: string, at: number) => {
    if (!entryOf(accountId)) return;
    const due = release(accountId, at, 'onBoarding');
    expectations.set(accountId, { invariant: ofReset, because, mustExpire: false, due });
  };
  const settle = (accountId: string, expected: Expectation, holds: boolean) => {
    expectations.delete(accountId);
    verdicts.judge(expected.invariant, {
      holds,
      accountId,
      sentence: () => sentenceOf(accountId, expected),
    });
  };

  for (const accountId of fresh) expectReset(accountId, 'was new at the start', startedAt);

  return {
    opened(accountIds, at) {
      for (const accountId of accountIds) {
        // The window before may still be open.
        if (expectations.has(accountId)) continue;
        const because = `was released when the window of ${iso(at)} opened`;
        const due = at + windowMs + noticedMs;
        expectations.set(accountId, { invariant: ofWindow, because, mustExpire: true, due });
      }
    },
    changed({ accountId, state, at, isByOperator }) {
      if (isByOperator) {
        expectations.delete(accountId);
        if (state !== 'released')
          expectReset(accountId, `was set to ${state} by an operator at ${iso(at)}`, at);
        return;
      }
      const expected = expectations.get(accountId);
      if (!expected) return;
      if (state === 'expired' && expected.mustExpire) {
        expected.mustExpire = false;
        expected.due = release(accountId, at, 'maintenance');
      } else if (state === 'released') settle(accountId, expected, !expected.mustExpire);
    },
    named(accountId) {
      const expected = expectations.get(accountId);
      if (!expected) return;
      if (expected.mustExpire) onLeftOut(accountId);
      settle(accountId, expected, true);
    },
    check(now) {
      for (const [accountId, expected] of expectations) {
        if (now <= expected.due || isBuilding(accountId)) continue;
        if (isActive(accountId)) settle(accountId, expected, false);
        else expectations.delete(accountId);
      }
    },
  };
}

function sentenceOf(accountId: string, { because, mustExpire, due }: Expectation): string {
  const missing = mustExpire ? 'expired' : 'released';
  return `${accountId} ${because}, was not ${missing} by ${iso(due)}, and no exception names it`;
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}
