/** Processes a message of the accounts queue, in whatever process: the worker of the queue, or a command. */

import type { Lifecycle } from '../lifecycle.ts';
import type { AccountMessage } from '../model/account-message.ts';
import { isWindowStopped } from '../windows/window-store.ts';
import { type AdvanceResult, advance } from './advance.ts';

/**
 * Throws as `advance` does. The same message can be processed again: an account is expired once per window, and no more
 * once the window was closed.
 */
export async function processMessage(
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
  const isOpen = window && !(await isStopped(lifecycle, window));
  return await advance(lifecycle, id, {
    known,
    ...(isOpen ? { cause: 'window', window } : { cause: 'sweep' }),
    ...(signal && { signal }),
  });
}

async function isStopped(
  lifecycle: Lifecycle,
  { name }: NonNullable<AccountMessage['window']>,
): Promise<boolean> {
  return name !== undefined && (await isWindowStopped(lifecycle, name));
}
