/** The termination message of a runner's container: small enough for Kubernetes, read by the orchestrator. */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { isGap } from '../collect/manifest.ts';
import type { AccountManifest } from '../record.ts';

const failureSchema = z.object({
  status: z.literal('failed'),
  kind: z.string(),
  code: z.string(),
  message: z.string(),
  /** Whether a retry may succeed. */
  retryable: z.boolean(),
});

const collectedSchema = z.object({
  status: z.enum(['complete', 'partial']),
  records: z.int(),
  /** Entries that were not read, or not in whole. */
  gaps: z.int(),
  calls: z.int(),
  throttles: z.int(),
});

export type FailureReport = z.output<typeof failureSchema>;
export type CollectedReport = z.output<typeof collectedSchema>;

/** Of the container that collects. */
export function collectedReport(
  { status, records, entries }: AccountManifest,
  counts: { readonly calls: number; readonly throttled: number },
): CollectedReport {
  const gaps = entries.filter(isGap).length;
  const { calls, throttled: throttles } = counts;
  return {
    status: status === 'complete' ? 'complete' : 'partial',
    records,
    gaps,
    calls,
    throttles,
  };
}

/** Kubernetes keeps 4096 bytes; a character may have four. */
const maxCharacters = 900;

/** Of any container that failed. */
export function failureReport(error: unknown): FailureReport {
  const own = error instanceof FlotillaError ? error : undefined;
  const failure = classify(own?.cause ?? error);
  const { code } = own ?? failure;
  const message = (own?.message ?? failure.message).slice(0, maxCharacters);
  // A retry cannot fix what the operator must change; an unknown error may pass.
  const kind = own && own.cause === undefined ? 'invalid' : failure.kind;
  const retryable = failure.retryable || kind === 'unexpected';
  return { status: 'failed', kind, code, message, retryable };
}

/** Returns undefined for a message that no container of ours has written. */
export function readCollected(message: string | undefined): CollectedReport | undefined {
  return collectedSchema.safeParse(parsed(message)).data;
}

export function readFailure(message: string | undefined): FailureReport | undefined {
  return failureSchema.safeParse(parsed(message)).data;
}

function parsed(message = ''): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
