/** The permissions of a role in one account, checked before collecting. */

/** Which policy denies it. `not-allowed`: no policy denies it, and none allows it. */
export type DenialReason = 'not-allowed' | 'denied' | 'boundary' | 'organization';

export interface LackingAction {
  /** `iam:ListRoles`. */
  readonly action: string;
  readonly because: DenialReason;
  readonly regions: readonly string[];
  /** Keys of the types that cannot be listed, or miss a detail. */
  readonly types: readonly string[];
}

/** An action whose permission is unknown: it does not count as allowed. */
export interface UncheckedAction {
  readonly action: string;
  /** AWS's error code, or `not-probed` for calls that need an existing resource. */
  readonly code: string;
  readonly regions: readonly string[];
  readonly types: readonly string[];
}

export interface AccountPermissions {
  /** `simulated`: by IAM's policy simulator. `probed`: by the first page of every listing. */
  readonly method: 'simulated' | 'probed';
  /** Why the simulator could not be used. */
  readonly simulator?: { readonly code: string; readonly message: string };
  /** Number of checked actions. */
  readonly actions: number;
  readonly lacking: readonly LackingAction[];
  readonly unchecked: readonly UncheckedAction[];
}

/** The result for an action in a region, for some types. */
export type ActionFinding = {
  readonly action: string;
  readonly region: string;
  readonly types: readonly string[];
} & (
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'lacking'; readonly because: DenialReason }
  | { readonly verdict: 'unchecked'; readonly code: string }
);
