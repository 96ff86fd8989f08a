/** Identifies what an event is about. */

import { createHash } from 'node:crypto';
import type { Payload } from '../model/payload-event.ts';

/** The same for every delivery of an event. */
export function identifierOf(payload: Payload): string {
  const { identifier } = payload;
  if (typeof identifier === 'string' && identifier !== '') return identifier;
  return createHash('sha256').update(JSON.stringify(payload)).digest('hex');
}
