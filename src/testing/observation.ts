/** Observations for tests of decisions: an account of a managed unit at noon, with overrides. */

import { beginTransaction } from '../lifecycle/engine/transaction.ts';
import type {
  LifecycleRecord,
  Transaction,
  TransactionKind,
} from '../lifecycle/model/lifecycle-record.ts';
import type { Observation, ObservedAccount } from '../lifecycle/model/observation.ts';
import type { EntrySettings } from '../settings/settings.ts';
import { hourMs } from './durations.ts';

export const noon = Date.UTC(2026, 0, 5, 12);

const enabled = { feature: 'enabled', variables: {} } as const;
export const disabled = { feature: 'disabled', variables: {} } as const;

export function entrySettings(differing: Partial<EntrySettings> = {}): EntrySettings {
  return {
    identifier: 'ou-ab12-11111111',
    accountTags: { 'cost-center': 'blue' },
    unsetTags: [],
    preparation: enabled,
    purge: enabled,
    nested: false,
    policies: {},
    deadlines: { onBoardingSeconds: 10_800, maintenanceSeconds: 10_800 },
    regions: [],
    ...differing,
  };
}

export interface ObservationOverrides extends Partial<Omit<Observation, 'account'>> {
  /** Value of the state tag; undefined leaves it out. */
  readonly state?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
  readonly account?: Partial<ObservedAccount>;
}

export function observation({
  state,
  tags,
  account,
  ...differing
}: ObservationOverrides = {}): Observation {
  return {
    account: {
      id: '111111111111',
      name: 'alice',
      email: 'alice@example.com',
      active: true,
      parents: ['r-ab12', 'ou-ab12-11111111'],
      readAt: noon,
      tags: {
        ...(state !== undefined && { 'account-state': state }),
        ...(tags ?? { 'cost-center': 'blue', 'account-holder': 'alice@example.com' }),
      },
      ...account,
    },
    item: entrySettings(),
    transaction: undefined,
    work: undefined,
    build: undefined,
    interrupted: false,
    cause: 'event',
    now: noon,
    ...differing,
  };
}

/** Began an hour ago, with two hours left. */
export function openTransaction(kind: TransactionKind): Transaction {
  return beginTransaction({
    kind,
    accountId: '111111111111',
    tags: { 'cost-center': 'blue' },
    costTag: 'cost-center',
    now: noon - hourMs,
  });
}

export function lifecycleRecord(differing: Partial<LifecycleRecord> = {}): LifecycleRecord {
  return { version: 2, deadline: noon + 2 * hourMs, errors: 0, failures: 0, ...differing };
}

/** A step whose first build was started an hour ago. */
export function firstStep(
  purpose: 'preparation' | 'purge',
  attempt = 1,
): NonNullable<LifecycleRecord['step']> {
  return { purpose, attempt, startedAt: noon - hourMs, buildId: `Spa:${purpose}` };
}
