/** Reads the changes of account states from the organization itself. */

import type { OrganizationChange } from '../simulator/index.ts';

export interface StateTagChange {
  readonly accountId: string;
  readonly at: number;
  /** `none` when the account had no state. */
  readonly before: string;
  /** When the account entered the state before. */
  readonly since: number;
  readonly state: string;
  readonly isByOperator: boolean;
  /**
   * The state before an operator's change that came just now: AWS sets tags without conditions, so that a decision
   * made before a person's change may be written after it.
   */
  readonly crossed: string | undefined;
}

export interface StateChanges {
  /** Undefined when the change is not about a state. */
  read(change: OrganizationChange): StateTagChange | undefined;
  /** Returns the state, or `none`. */
  of(accountId: string): string;
  /** Returns the accounts that are in the state. */
  inState(state: string): readonly string[];
  /** Returns when the account last left the state expired. */
  leftExpiredAt(accountId: string): number | undefined;
  /** Returns when the state was last written. */
  writtenAt(accountId: string): number | undefined;
}

export interface StateChangesOptions {
  /** Key of the state tag. */
  readonly stateKey: string;
  /** Initial states of the accounts. */
  readonly initial: ReadonlyMap<string, string | undefined>;
  readonly startedAt: number;
  /** Principals whose changes are not judged: operators may set any state. */
  readonly isOperator: (principal: string) => boolean;
}

interface AccountStates {
  state: string;
  since: number;
  writtenAt?: number;
  leftExpiredAt?: number;
  order?: { readonly at: number; readonly before: string };
}

/** How much later a decision made before an operator's change may be written. */
const crossingMs = 5_000;

export function createStateChanges(options: StateChangesOptions): StateChanges {
  const { stateKey, initial, startedAt, isOperator } = options;
  const accounts = new Map<string, AccountStates>(
    [...initial].map(([id, state = 'none']) => [id, { state, since: startedAt }]),
  );
  return {
    read(change) {
      const tagged = stateTagOf(change, stateKey);
      if (!tagged) return undefined;
      const { accountId, state } = tagged;
      const { at } = change;
      const known = accounts.get(accountId) ?? { state: 'none', since: startedAt };
      accounts.set(accountId, known);
      const { state: before, since, order } = known;
      const isByOperator = isOperator(change.principal);
      const crossed = order && at - order.at < crossingMs ? order.before : undefined;
      if (isByOperator) known.order = { at, before };
      if (state !== before) Object.assign(known, { state, since: at });
      known.writtenAt = at;
      if (before === 'expired' && state !== before) known.leftExpiredAt = at;
      return { accountId, at, before, since, state, isByOperator, crossed };
    },
    of: (accountId) => accounts.get(accountId)?.state ?? 'none',
    inState: (state) => [...accounts].filter(([, one]) => one.state === state).map(([id]) => id),
    leftExpiredAt: (accountId) => accounts.get(accountId)?.leftExpiredAt,
    writtenAt: (accountId) => accounts.get(accountId)?.writtenAt,
  };
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
