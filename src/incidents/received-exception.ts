/** Reads an exception from its event. */

import * as z from 'zod';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { isAccountId } from '../model/account.ts';
import {
  decodePayloadEvent,
  type ExceptionLabel,
  isExceptionLabel,
  type Payload,
} from '../model/payload-event.ts';

export interface ReceivedException {
  readonly id: string;
  readonly label: ExceptionLabel;
  readonly payload: Payload;
  readonly accountId: string | undefined;
  readonly title: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const envelopeSchema = z.object({ id: z.string(), time: z.string() }).partial();

/** An empty event comes from the test button of the console of Lambda: it shows whether people are reached. */
export function receiveException(
  { hub, clock }: Lifecycle,
  event: unknown,
): ReceivedException | { readonly rejected: string } {
  const { id, time = '' } = envelopeSchema.safeParse(event).data ?? {};
  const at = Date.parse(time) || clock.now();
  if (isEmpty(event)) {
    const payload = { title: 'an exception has occurred', message: 'this is a sample exception' };
    return toReceived('GenericException', payload, { id: `sample ${at}`, at });
  }
  const expected = { environment: hub.environment, hubId: hub.accountId };
  const decoded = decodePayloadEvent(event, expected);
  if ('rejected' in decoded) return decoded;
  const { label, payload } = decoded.value;
  if (!isExceptionLabel(label)) return { rejected: `Unexpected label '${label}' for an exception` };
  return toReceived(label, payload, { id: id ?? JSON.stringify(payload), at });
}

function isEmpty(event: unknown): boolean {
  return typeof event === 'object' && event !== null && Object.keys(event).length === 0;
}

/** An event that was published twice has the same identifier, and different ids. */
function toReceived(
  label: ExceptionLabel,
  payload: Payload,
  { id, at }: { readonly id: string; readonly at: number },
): ReceivedException {
  const { account, identifier, title, message } = payload;
  const own = typeof identifier === 'string' && identifier !== '' ? identifier : undefined;
  return {
    id: own === undefined ? id : `${label} ${own}`,
    label,
    payload,
    accountId: typeof account === 'string' && isAccountId(account) ? account : undefined,
    title: typeof title === 'string' && title !== '' ? title : '*no title*',
    message: typeof message === 'string' && message !== '' ? message : '*no message*',
    at,
  };
}
