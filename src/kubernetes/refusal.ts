/** A refusal of the API server: its `Status` object, as an error. */

import * as z from 'zod';

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
const statusSchema = z.object({
  message: z.string().default(''),
  reason: z.string().default(''),
  details: z.object({ retryAfterSeconds: z.number().optional() }).nullish(),
});

export class ClusterRefusal extends Error {
  override readonly name = 'ClusterRefusal';
  /** HTTP status, 403. */
  readonly status: number;
  /** `Forbidden`, `AlreadyExists`, `Expired`; empty where the server gave none. */
  readonly reason: string;
  /** The server's Retry-After; undefined where it sends none. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, body: string, retryAfter?: string) {
    const { message, reason, details } = parsed(body);
    super(message || `the API server returned ${status}`);
    this.status = status;
    this.reason = reason;
    const seconds = details?.retryAfterSeconds ?? (retryAfter ? Number(retryAfter) : Number.NaN);
    this.retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  }
}

/** Another worker may have created it, or our own request whose response was lost. */
export function alreadyExists(error: unknown): boolean {
  return error instanceof ClusterRefusal && error.reason === 'AlreadyExists';
}

/**
 * A quota refuses with the same reason as missing permissions do; only the message distinguishes them. There may be
 * room later.
 */
export function isOverQuota(error: unknown): error is ClusterRefusal {
  return (
    error instanceof ClusterRefusal && error.status === 403 && /exceeded quota/.test(error.message)
  );
}

/** Whether the same request may succeed soon. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ClusterRefusal) return error.status === 429 || error.status >= 500;
  return error instanceof Error && 'code' in error && passingCodes.has(String(error.code));
}

/** Network errors on the way to the API server. */
const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** A proxy before an API server (a load balancer) responds in its own format. */
function parsed(body: string): z.output<typeof statusSchema> {
  try {
    return statusSchema.parse(JSON.parse(body));
  } catch {
    return { message: body.split('\n', 1)[0]?.slice(0, 500) ?? '', reason: '' };
  }
}
