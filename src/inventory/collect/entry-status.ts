/** What an error of a listing says about an entry in a region. */

import { classify } from '../../aws/failures.ts';
import type { ManifestEntry } from '../record.ts';

export type Trouble = Pick<ManifestEntry, 'status' | 'code' | 'message' | 'requestId'>;

/** A service without an endpoint in a region has no name there that could be resolved. */
const noEndpoint: ReadonlySet<string> = new Set(['ENOTFOUND', 'EndpointError']);

export function troubleOf(error: unknown): Trouble {
  const { kind, code, message, requestId } = classify(error);
  const status =
    kind === 'denied' || kind === 'throttled' || kind === 'not-enabled'
      ? kind
      : noEndpoint.has(code)
        ? 'not-enabled'
        : 'failed';
  return { status, code, message, ...(requestId !== undefined && { requestId }) };
}
