/** What is known of a role's permissions in one account, before anything is collected. */

/** Who says no. `not-allowed`: nobody forbids it, and nothing allows it. */
export type DenialReason = 'not-allowed' | 'denied' | 'boundary' | 'organization';

export interface LackingAction {
  /** `iam:ListRoles`. */
  readonly action: string;
  readonly because: DenialReason;
  readonly regions: readonly string[];
  /** Keys of the types that are lost, or lose a detail. */
  readonly types: readonly string[];
}

/** An action that nobody could tell about: that is not a yes. */
export interface UncheckedAction {
  readonly action: string;
  /** AWS's error code, or `not-probed` for calls that need something to be asked about. */
  readonly code: string;
  readonly regions: readonly string[];
  readonly types: readonly string[];
}

export interface AccountCheck {
  /** `simulated`: IAM's policy simulator was asked. `probed`: every listing's first page was. */
  readonly method: 'simulated' | 'probed';
  /** Why the simulator could not be asked. */
  readonly simulator?: { readonly code: string; readonly message: string };
  /** Actions that were asked about. */
  readonly actions: number;
  readonly lacking: readonly LackingAction[];
  readonly unchecked: readonly UncheckedAction[];
}

/** What was found about an action in a region, for some types. */
export type ActionFinding = {
  readonly action: string;
  readonly region: string;
  readonly types: readonly string[];
} & (
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'lacking'; readonly because: DenialReason }
  | { readonly verdict: 'unchecked'; readonly code: string }
);
