/** An account of an AWS Organization. */

/** AWS's account life cycle. An unknown state is kept as it is: it never crashes and never counts as active. */
export type AccountState =
  | 'PENDING_ACTIVATION'
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'PENDING_CLOSURE'
  | 'CLOSED'
  | (string & {});

/**
 * Only the id is always present. The rest is absent where the organization was not read: only ids were selected, or the
 * caller may not read it.
 */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  readonly arn?: string;
  readonly name?: string;
  /** Address of the account's root user. */
  readonly email?: string;
  readonly state?: AccountState;
  /**
   * Ids from the root down to the parent, `['r-ab12', 'ou-ab12-11111111']`; the root alone for an account that is in
   * no OU.
   */
  readonly parents?: readonly string[];
  /** Names of the OUs above, `/Workloads/Production`; `/` for an account directly under the root. */
  readonly ouPath?: string;
  /** Empty when there are none, absent when they were not requested or could not be read. */
  readonly tags?: Readonly<Record<string, string>>;
  /** When the account became a member of the organization. */
  readonly joinedAt?: Date;
}

export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** `ou-`, the root's part, `-`, the unit's part: AWS's own pattern. */
export function isOuId(text: string): boolean {
  return /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/.test(text);
}

export function isRootId(text: string): boolean {
  return /^r-[0-9a-z]{4,32}$/.test(text);
}
