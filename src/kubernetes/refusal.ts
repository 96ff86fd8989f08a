/** What the API server says when it does not do what it was asked: its `Status` object, as an error. */

import { z } from 'zod';

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
  /** How long the server asks us to wait; undefined where it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, body: string, retryAfter?: string) {
    const { message, reason, details } = parsed(body);
    super(message || `the API server answered ${status}`);
    this.status = status;
    this.reason = reason;
    const seconds = details?.retryAfterSeconds ?? (retryAfter ? Number(retryAfter) : Number.NaN);
    this.retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  }
}

/** Somebody may have been faster, or our own request whose answer was lost. */
export function isThere(error: unknown): boolean {
  return error instanceof ClusterRefusal && error.reason === 'AlreadyExists';
}

/** A quota refuses with the same reason as missing permissions do; only its words tell. It may have room later. */
export function isOverQuota(error: unknown): error is ClusterRefusal {
  return (
    error instanceof ClusterRefusal && error.status === 403 && /exceeded quota/.test(error.message)
  );
}

/** Whether the same request may do better in a moment. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ClusterRefusal) return error.status === 429 || error.status >= 500;
  return error instanceof Error && 'code' in error && passingCodes.has(String(error.code));
}

/** Between here and the API server. */
const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What stands before an API server (a load balancer) answers in a form of its own. */
function parsed(body: string): z.output<typeof statusSchema> {
  try {
    return statusSchema.parse(JSON.parse(body));
  } catch {
    return { message: body.split('\n', 1)[0]?.slice(0, 500) ?? '', reason: '' };
  }
}
