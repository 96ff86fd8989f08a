/** How a client reaches the simulated organization. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { LocalServer, ServeOptions } from '../wire/http-server.ts';
import type { inProcessHandler } from '../wire/in-process.ts';

/** To spread into the configuration of any SDK client. */
export interface Access extends Pick<Transports, 'requestHandler'> {
  /** The region of clients that name none. */
  readonly region: string;
  /** Of the principal; valid in this organization only. */
  readonly credentials: AwsCredentialIdentity;
}

/** The two ways into the organization: in process and over HTTP. */
export interface Transports {
  /** Takes the place of the network in an SDK client. */
  readonly requestHandler: ReturnType<typeof inProcessHandler>;
  serve(options: Pick<ServeOptions, 'port' | 'keepsProcess'>): Promise<LocalServer>;
}
