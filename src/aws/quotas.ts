/**
 * Request rates that AWS documents, as data. An API that is not here is not paced until it throttles.
 */

/** A token bucket: the rate of calls of one API in one account and region. */
export interface Quota {
  /** Calls per second in the long run. */
  readonly perSecond: number;
  /** How many may be sent at once after a pause. */
  readonly burst: number;
}

/**
 * By `service:Operation`, or `service:*` for operations that share one quota. Service names are the SDK's, in lower
 * case.
 *
 * - STS: 600 a second per account and region over all its operations
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 * - Organizations: not published in numbers; tools are throttled at a few tens a second, and calls of one kind are
 * processed one after the other, so stay well below.
 * - Account Management: 5 a second for the region calls
 * (https://docs.aws.amazon.com/accounts/latest/reference/quotas.html).
 */
export const documentedQuotas: Readonly<Record<string, Quota>> = {
  'sts:*': { perSecond: 600, burst: 600 },
  'organizations:DescribeAccount': { perSecond: 10, burst: 10 },
  'organizations:DescribeOrganizationalUnit': { perSecond: 10, burst: 10 },
  'organizations:ListTagsForResource': { perSecond: 10, burst: 10 },
  'account:ListRegions': { perSecond: 5, burst: 5 },
  'account:GetRegionOptStatus': { perSecond: 5, burst: 5 },
};

/** Returns the name of the quota that an operation uses, and the quota if one is known. */
export function quotaOf(
  quotas: Readonly<Record<string, Quota>>,
  service: string,
  operation: string,
): { readonly name: string; readonly quota: Quota | undefined } {
  const shared = quotas[`${service}:*`];
  if (shared) return { name: `${service}:*`, quota: shared };
  const name = `${service}:${operation}`;
  return { name, quota: quotas[name] };
}
