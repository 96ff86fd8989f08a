/**
 * The invariants of a rehearsal, whatever is lost, late, duplicated or killed. A violation is a sentence with an
 * account and a time in it.
 */

import type { OrganizationSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { isLifecycleState } from '../model/lifecycle-state.ts';
import type { OrganizationChange } from '../simulator/world/world.ts';

const invariantNames = [
  'no account is in two states, or in an unknown one',
  'every state follows one that it may follow',
  'no account waits without a deadline',
  'no account is stuck longer than its deadline and a sweep',
  'no transaction ends in two ways',
  'nothing exempt is deleted',
  'no API is called above its quota',
] as const;

type InvariantName = (typeof invariantNames)[number];

export interface Invariant {
  readonly name: InvariantName;
  readonly checked: number;
  /** The first violations; `broken` counts all. */
  readonly examples: readonly string[];
  readonly broken: number;
}

export interface Invariants {
  /** Checks a change of the organization. */
  changed(change: OrganizationChange): void;
  /** Checks the whole organization after a sweep. */
  swept(snapshot: OrganizationSnapshot, sweepMs: number): void;
  /** Records that a transaction was reported as ended. */
  ended(end: TransactionEnd): void;
  /** Checks a deletion in an account. */
  deleted(resource: { readonly id: string; readonly exempt: boolean }): void;
  /** Calls refused above a quota, and all calls. */
  called(counts: { readonly overQuota: number; readonly calls: number }): void;
  report(): readonly Invariant[];
}

interface TransactionEnd {
  readonly identifier: string;
  readonly account: string;
  /** `SuccessfulMaintenanceEvent`, `FailedMaintenanceException`. */
  readonly label: string;
}

export interface InvariantOptions {
  /** Key of the state tag. */
  readonly stateKey: string;
  /** Initial states of the accounts. */
  readonly initial: ReadonlyMap<string, string | undefined>;
  /** Principals whose changes are not judged: operators may set any state. */
  readonly isOperator: (principal: string) => boolean;
}

/** Allowed transitions. A person may deviate from them; this system may not. */
const followers: Readonly<Record<string, readonly string[]>> = {
  none: ['assigned'],
  vanilla: ['assigned'],
  assigned: ['released', 'assigned'],
  released: ['expired', 'assigned'],
  expired: ['assigned'],
};

const maxExamples = 5;
/** Longer than a sweep takes. */
const graceMs = 30 * 60_000;
/** AWS sets tags without conditions: a decision made before a person's change may be written this much later. */
const crossingMs = 5_000;

export function createInvariants(options: InvariantOptions): Invariants {
  const tally = new Map<InvariantName, { checked: number; broken: number; examples: string[] }>(
    invariantNames.map((name) => [name, { checked: 0, broken: 0, examples: [] }]),
  );
  const judge = (name: InvariantName, holds: boolean, sentence: () => string) => {
    const entry = tally.get(name);
    if (!entry) return;
    entry.checked++;
    if (holds) return;
    entry.broken++;
    if (entry.examples.length < maxExamples) entry.examples.push(sentence());
  };
  const states = new Map(options.initial);
  const ends = new Map<string, string>();
  const changedAt = new Map<string, number>();
  const orders = new Map<string, { readonly at: number; readonly before: string }>();

  return {
    changed(change) {
      const tagged = stateTagOf(change, options.stateKey);
      if (!tagged) return;
      const { accountId, state } = tagged;
      const when = new Date(change.at).toISOString();
      const before = states.get(accountId) ?? 'none';
      states.set(accountId, state);
      changedAt.set(accountId, change.at);
      judge(
        'no account is in two states, or in an unknown one',
        isLifecycleState(state),
        () => `${accountId} is "${state}" at ${when}`,
      );
      if (options.isOperator(change.principal)) {
        orders.set(accountId, { at: change.at, before });
        return;
      }
      const order = orders.get(accountId);
      const hasCrossed = order !== undefined && change.at - order.at < crossingMs;
      const may = mayFollow(before, state) || (hasCrossed && mayFollow(order.before, state));
      judge(
        'every state follows one that it may follow',
        may,
        () => `${accountId} went from ${before} to ${state} at ${when}`,
      );
    },
    swept(snapshot, sweepMs) {
      const when = new Date(snapshot.at).toISOString();
      for (const { account, item, row } of snapshot.accounts) {
        const state = account.tags[options.stateKey];
        if (!item || !account.active || state === 'released') continue;
        // Changes made while the sweep was reading are checked after the next one.
        if (snapshot.at - (changedAt.get(account.id) ?? 0) < graceMs) continue;
        judge(
          'no account waits without a deadline',
          row?.work !== undefined || row?.leasedUntil !== undefined,
          () => `${account.id} is ${state ?? 'without a state'} at ${when}`,
        );
        const late =
          row?.work && row.work.failed === undefined ? snapshot.at - row.work.deadline : 0;
        judge(
          'no account is stuck longer than its deadline and a sweep',
          late <= sweepMs,
          () =>
            `${account.id} is ${state} for ${Math.round(late / 60_000)} minutes after its deadline at ${when}`,
        );
      }
    },
    ended({ identifier, account, label }) {
      const before = ends.get(identifier) ?? label;
      ends.set(identifier, before);
      judge(
        'no transaction ends in two ways',
        before === label,
        () => `${identifier} of ${account} ended with ${before} and ${label}`,
      );
    },
    deleted: ({ id, exempt }) => judge('nothing exempt is deleted', !exempt, () => id),
    called({ overQuota, calls }) {
      judge(
        'no API is called above its quota',
        overQuota === 0,
        () => `${overQuota} of ${calls} calls were refused`,
      );
    },
    report: () => [...tally].map(([name, entry]) => ({ name, ...entry })),
  };
}

function mayFollow(before: string, state: string): boolean {
  return followers[before]?.includes(state) ?? false;
}

interface TagInput {
  readonly ResourceId?: string;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

function stateTagOf({ operation, input }: OrganizationChange, key: string) {
  if (operation !== 'TagResource') return undefined;
  const { ResourceId: accountId = '', Tags = [] } = input as TagInput;
  const state = Tags.find(({ Key }) => Key === key)?.Value;
  return state === undefined ? undefined : { accountId, state };
}
