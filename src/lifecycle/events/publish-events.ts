/** Publishes events on the automation account's bus. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { EventEntry } from '../../model/account-event.ts';

/** Maximum entries per call. */
const maxEntries = 10;

/** Throws when an entry was refused; the caller publishes all of them again. */
export async function publishEvents(
  events: GenericCalls,
  entries: readonly EventEntry[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += maxEntries) {
    const Entries = entries.slice(start, start + maxEntries);
    const answer = (await events.call('PutEvents', { Entries })) as {
      readonly FailedEntryCount?: number;
      readonly Entries?: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
    };
    if (answer.FailedEntryCount) {
      const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
      throw new RefusedEvent(refused?.ErrorCode, refused?.ErrorMessage);
    }
  }
}

/** Thrown when EventBridge accepted the call and refused an entry of it. */
class RefusedEvent extends Error {
  override readonly name: string;

  constructor(code = 'InternalFailure', message = 'no reason given') {
    super(message);
    this.name = code;
  }
}
