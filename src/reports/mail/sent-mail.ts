/**
 * Sends a mail once: a schedule may fire twice, and Lambda repeats a function that failed. An object beside the reports
 * has the recipients that the mail of this content was sent to.
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../model/clock.ts';
import { contentTypes } from '../store/report-store.ts';
import type { S3ReportStore } from '../store/s3-report-store.ts';

const recordSchema = z.object({
  version: z.literal(1),
  /** Of the content. */
  sha256: z.string(),
  sentTo: z.array(z.string()).readonly(),
  /** Another worker sends it until this moment, in milliseconds since 1970. */
  sendingUntil: z.number(),
});

type SentMail = Readonly<z.output<typeof recordSchema>>;

/** Longer than SES takes for a message. Lambda retries one and three minutes after the first attempt. */
const leaseMs = 90_000;

interface SendOnce {
  readonly store: Pick<S3ReportStore, 'readVersion' | 'replace' | 'put'>;
  /** Of the object that has the recipients. */
  readonly key: string;
  readonly clock: Clock;
  /** What makes it another mail when it changes. */
  readonly content: unknown;
}

/** Returns the recipients that the mail was sent to now. Throws when another worker sends it at this moment. */
export async function sendOnce(
  { store, key, clock, content }: SendOnce,
  to: readonly string[],
  send: (
    left: readonly string[],
    onSent: (to: readonly string[]) => Promise<void>,
  ) => Promise<void>,
): Promise<readonly string[]> {
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const before = await store.readVersion(key);
  const known = parse(before?.text);
  const sentTo = known?.sha256 === sha256 ? [...known.sentTo] : [];
  const left = to.filter((address) => !sentTo.includes(address));
  if (left.length === 0) return [];
  const busy = () => new Error('another worker sends this mail; try again in two minutes');
  if (known && known.sendingUntil > clock.now()) throw busy();
  const object = (sendingUntil: number) =>
    toObject(key, { version: 1, sha256, sentTo, sendingUntil });
  if (!(await store.replace(object(clock.now() + leaseMs), before))) throw busy();
  try {
    await send(left, async (more) => {
      sentTo.push(...more);
      await store.put(object(clock.now() + leaseMs));
    });
  } finally {
    await store.put(object(0));
  }
  return left;
}

function toObject(key: string, record: SentMail) {
  return { key, contentType: contentTypes.json, body: `${JSON.stringify(record, null, 1)}\n` };
}

function parse(text: string | undefined): SentMail | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
