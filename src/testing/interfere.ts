/** What goes wrong around a command: Ctrl-C at a certain call, credentials that are missing, an endpoint that is down. */

import type { Transport } from '../aws/clients.ts';
import type { FleetOptions } from '../aws/open-fleet.ts';

export interface WatchedAccess {
  readonly aws: FleetOptions;
  calls(): number;
}

/** Reports the number of each call before it is made, from 0. */
export function watchCalls(aws: FleetOptions, onCall: (index: number) => void): WatchedAccess {
  let calls = 0;
  const { requestHandler } = aws;
  if (!requestHandler) throw new Error('the scenario has no transport to watch');
  const watched: Transport = {
    ...requestHandler,
    handle(request: unknown, options: unknown) {
      onCall(calls++);
      return requestHandler.handle(request, options as never);
    },
    destroy: () => {},
  };
  return { aws: { ...aws, requestHandler: watched }, calls: () => calls };
}

/** No call reaches AWS. */
export function endpointDown(aws: FleetOptions): FleetOptions {
  const refusing: Transport = {
    async handle() {
      throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' });
    },
    destroy: () => {},
  };
  return { ...aws, requestHandler: refusing };
}

export function withoutCredentials(aws: FleetOptions): FleetOptions {
  return {
    ...aws,
    credentials: async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    },
  };
}

/** At most `max` of the calls 0…total-1, the first ones, the last ones and some between. */
export function samplesOf(total: number, max: number): readonly number[] {
  if (total <= max) return Array.from({ length: total }, (_, index) => index);
  const step = (total - 1) / (max - 1);
  return [...new Set(Array.from({ length: max }, (_, index) => Math.round(index * step)))];
}
