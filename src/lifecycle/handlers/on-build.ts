/** Handles the end of a build: the account is advanced, and the status of its own build is read. */

import { decodeBuildEvent } from '../../model/aws-event.ts';
import { advance } from '../engine/advance.ts';
import type { EventHandler } from './event-handler.ts';
import { advanced, ignored } from './handler-result.ts';

export const onBuild: EventHandler = async (lifecycle, event) => {
  const decoded = decodeBuildEvent(event);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  // Anyone can start a build by hand or send such an event: only the build that is recorded moves the account.
  return advanced(await advance(lifecycle, decoded.value.accountId, { cause: 'event' }));
};
