/** How a client reaches the simulated organization. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { LocalServer } from './wire/http-server.ts';
import type { inProcessHandler } from './wire/in-process.ts';

/** To spread into the configuration of any SDK client. */
export interface Access extends Pick<Transports, 'requestHandler'> {
  readonly region: string;
  readonly credentials: AwsCredentialIdentity;
}

export interface Transports {
  readonly requestHandler: ReturnType<typeof inProcessHandler>;
  serve(port: number): Promise<LocalServer>;
}
