/** Handles the creation or the move of an account. */

import { decodeOrganizationEvent } from '../../model/aws-event.ts';
import { advance } from '../engine/advance.ts';
import type { EventHandler } from './event-handler.ts';
import { advanced, ignored } from './handler-result.ts';

export const onOrganizationEvent: EventHandler = async (lifecycle, event) => {
  const decoded = decodeOrganizationEvent(event);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  return advanced(await advance(lifecycle, decoded.value.accountId, { cause: 'moved' }));
};
