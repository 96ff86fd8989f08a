/** How a client reaches the simulated organization. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { LocalServer, ServeOptions } from '../wire/http-server.ts';
import type { inProcessHandler } from '../wire/in-process.ts';
import type { HttpHandler } from './administration/http-handlers.ts';

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
  /** Returns what handles requests that came over HTTP. */
  readonly http: () => HttpHandler;
  serve(options: Pick<ServeOptions, 'port' | 'keepsProcess'>): Promise<LocalServer>;
}
