/**
 * Breaking a connection on demand. Whoever answers a call can only answer, so it answers with a mark, and the door that
 * the call came through drops the connection where it sees the mark.
 */

import { AwsError } from './wire/aws-error.ts';
import type { WireRequest, WireResponse } from './wire/message.ts';

const mark = 'x-flotilla-disconnect';

export function disconnection(): AwsError {
  const message = 'The connection was broken on demand.';
  return new AwsError('Disconnected', message, { status: 500, headers: { [mark]: 'true' } });
}

/** Rejects, as a socket does, instead of handing on an answer with the mark. */
export function dropping(
  handle: (request: WireRequest) => Promise<WireResponse>,
): (request: WireRequest) => Promise<WireResponse> {
  return async (request) => {
    const response = await handle(request);
    if (response.headers[mark] === undefined) return response;
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
}
