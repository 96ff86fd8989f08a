/** A check: a query that returns what violates it, and why that matters. */

import type { UnreadListing } from '../read/unread-listings.ts';

export const severities = ['low', 'medium', 'high', 'critical'] as const;

export type CheckSeverity = (typeof severities)[number];

export interface InventoryCheck {
  /** Of its file, without the ending: `s3-public-policy`. */
  readonly name: string;
  readonly title: string;
  readonly severity: CheckSeverity;
  /** `security`, `cost`, `hygiene`, `end-of-life`; or a word of the user's own. */
  readonly category: string;
  readonly why: string;
  readonly remediation: string;
  /** A page that says more. */
  readonly source?: string;
  readonly sql: string;
}

/** A resource that violates a check: one row of its query. */
export interface Finding {
  readonly accountId: string;
  readonly accountName?: string;
  readonly region: string;
  readonly id: string;
  readonly arn?: string;
  /** What is wrong with it. */
  readonly detail?: string;
}

/**
 * `failed`: it has findings. `unread`: none were found, and not everything could be read. `passed`: everything was read,
 * and nothing violates it.
 */
export type CheckStatus = 'failed' | 'unread' | 'passed';

export interface CheckResult {
  readonly check: InventoryCheck;
  readonly status: CheckStatus;
  readonly findings: readonly Finding[];
  /** Where findings may be missing. */
  readonly unread: readonly UnreadListing[];
}

export function isAtLeast(severity: CheckSeverity, least: CheckSeverity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least);
}
