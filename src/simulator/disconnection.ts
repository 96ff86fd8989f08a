/**
 * Breaks a connection on demand. A handler can only return a response, so it returns one with a marker header; the
 * transport drops the connection when it sees the marker.
 */

import { AwsError } from '../wire/aws-error.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';

const mark = 'x-flotilla-disconnect';

export function disconnection(): AwsError {
  const message = 'The connection was broken on demand.';
  return new AwsError('Disconnected', message, { status: 500, headers: { [mark]: 'true' } });
}

/** Rejects, as a socket does, instead of returning a response with the marker. */
export function dropping(
  handle: (request: WireRequest) => Promise<WireResponse>,
): (request: WireRequest) => Promise<WireResponse> {
  return async (request) => {
    const response = await handle(request);
    if (response.headers[mark] === undefined) return response;
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
}
