/** Replaces the credentials of a file before they expire, until it is stopped. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../../model/clock.ts';
import { readCredentials, writeCredentials } from './credentials-file.ts';

export interface RenewOptions {
  readonly file: string;
  readonly take: () => Promise<AwsCredentialIdentity>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called when new credentials could not be taken: it is tried again, as the old ones are still valid. */
  readonly onFailure: (error: unknown) => void;
}

/** Readers of the file read it again five minutes before the expiration. */
const renewBeforeMs = 10 * 60_000;
const retryMs = 30_000;

/** Returns how often they were renewed. Long-term credentials do not expire: it returns at once. */
export async function renewCredentials(options: RenewOptions): Promise<number> {
  const { file, take, clock, signal, onFailure } = options;
  for (let times = 0; ; ) {
    const { expiration } = await readCredentials(file);
    if (!expiration) return times;
    const ms = expiration.getTime() - renewBeforeMs - clock.now();
    await clock.sleep(Math.max(retryMs, ms), signal).catch(() => {});
    if (signal.aborted) return times;
    try {
      await writeCredentials(file, await take());
      times++;
    } catch (error) {
      onFailure(error);
    }
  }
}
