/** Maps an error of a listing to the status of its entry in a region. */

import { classify } from '../../aws/failures.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { ManifestEntry } from '../record.ts';

export type ListingResult = Pick<ManifestEntry, 'status' | 'code' | 'message' | 'requestId'>;

/** A service without an endpoint in a region has no DNS name there. */
const noEndpoint: ReadonlySet<string> = new Set(['ENOTFOUND', 'EndpointError']);

/** Cloud Control wraps errors of a service under a code of its own. */
const wrapping: ReadonlySet<string> = new Set([
  'GeneralServiceException',
  'HandlerFailureException',
  'InvalidCredentialsException',
]);

export function listingResultOf(
  error: unknown,
  { unavailable = [] }: CatalogueEntry,
): ListingResult {
  const { kind, code, message, requestId } = classify(error);
  const isWrapped = wrapping.has(code) && /not authorized|AccessDenied/i.test(message);
  const status = isWrapped
    ? 'denied'
    : kind === 'denied' || kind === 'throttled' || kind === 'not-enabled'
      ? kind
      : noEndpoint.has(code) || unavailable.includes(code)
        ? 'not-enabled'
        : 'failed';
  return { status, code, message, ...(requestId !== undefined && { requestId }) };
}
