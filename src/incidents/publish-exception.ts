/** Publishes an exception on the bus, for OnException. */

import { createHash } from 'node:crypto';
import { publishEvents } from '../lifecycle/events/publish-events.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { type ExceptionLabel, payloadEventEntry } from '../model/payload-event.ts';
import { shortened } from '../notifications/notification.ts';

export interface NewException {
  readonly label: ExceptionLabel;
  readonly title: string;
  readonly message: string;
  readonly accountId?: string;
  /** What happened, named by its sender: the same for every delivery. */
  readonly source: string;
}

/** An entry of PutEvents has at most 256 KB, and a character at most six bytes in JSON. */
const maxMessage = 32_000;
const maxTitle = 1_000;

export async function publishException(
  { hub, inHub }: Pick<Lifecycle, 'hub' | 'inHub'>,
  { label, title, message, accountId, source }: NewException,
): Promise<void> {
  const payload = {
    ...(accountId !== undefined && { account: accountId }),
    title: shortened(title, maxTitle),
    message: shortened(message, maxMessage),
    identifier: createHash('sha256').update(source).digest('hex').slice(0, 32),
  };
  const { environment } = hub;
  await publishEvents(inHub('events'), [payloadEventEntry({ label, environment, payload })]);
}
