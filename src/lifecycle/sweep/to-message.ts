/** The message that has a worker advance an account of a snapshot. */

import type { AccountMessage } from '../model/account-message.ts';
import type { ObservedAccount } from '../model/observation.ts';

export function toMessage({ tags, parents, ...account }: ObservedAccount): AccountMessage {
  return { version: 1, account: { ...account, parents: [...parents] } };
}
