/** A build ended, well or badly: the account is looked at, and its own build asked how it stands. */

import { decodeBuildEvent } from '../../model/aws-event.ts';
import { advance } from '../account/advance.ts';
import type { EventHandler } from '../routes.ts';
import { advanced, ignored } from './log-line.ts';

export const onBuild: EventHandler = async (lifecycle, event) => {
  const decoded = decodeBuildEvent(event);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  // Anybody can start a build by hand, and any account can say that it has: only the one that we wait for leads on.
  return advanced(await advance(lifecycle, decoded.value.accountId, { cause: 'event' }));
};
