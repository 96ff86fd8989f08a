/** Processes a message of the accounts queue, in whatever process: the worker of the queue, or a command. */

import type { Lifecycle } from '../lifecycle.ts';
import type { AccountMessage } from '../model/account-message.ts';
import { type AdvanceResult, advance } from './advance.ts';

/** Throws as `advance` does. The same message can be processed again: an account is expired once per window. */
export function processMessage(
  lifecycle: Lifecycle,
  { account, window }: AccountMessage,
  signal?: AbortSignal,
): Promise<AdvanceResult> {
  const { id, name, email, active, isForeign, parents, readAt } = account;
  const known = {
    id,
    active,
    parents,
    readAt,
    ...(isForeign && { isForeign }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  };
  return advance(lifecycle, id, {
    cause: window ? 'window' : 'sweep',
    known,
    ...(window && { window }),
    ...(signal && { signal }),
  });
}
