/**
 * The time of AWS, as far as responses show it: a machine whose clock is wrong can still sign.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */

import type { HttpResponse } from '@smithy/core/protocols';
import type { Clock } from '../../model/clock.ts';

export interface ClockOffset {
  /** The time to sign with. */
  now(): number;
  /** Milliseconds that AWS's time is ahead of the clock; undefined before the first response. */
  current(): number | undefined;
  /** Reads the time of a response. Returns true when AWS can have refused the request for the time it was signed at. */
  observe(response: ObservedResponse): boolean;
}

interface ObservedResponse {
  readonly headers: HttpResponse['headers'];
  /** The time that the request was signed with. */
  readonly signedAt: number;
}

/** AWS accepts five minutes; the SDK corrects the clock from four minutes on. */
const acceptedSkewMs = 240_000;

export function createClockOffset(clock: Clock): ClockOffset {
  let offset: number | undefined;
  return {
    now: () => clock.now() + (offset ?? 0),
    current: () => offset,
    observe({ headers, signedAt }) {
      const serverTime = Date.parse(headers.date ?? '');
      // A cached response has the time when it was made.
      if (Number.isNaN(serverTime) || headers.age !== undefined) return false;
      offset = serverTime - clock.now();
      return Math.abs(serverTime - signedAt) >= acceptedSkewMs;
    },
  };
}
