/** Reads the address of the API server and our credentials, as every pod with a service account has them. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { ClusterClientOptions } from './open-cluster.ts';

/** The folder where the kubelet mounts it. */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

export interface ServiceAccountLocation {
  /** `KUBERNETES_SERVICE_HOST`, an address of version 4 or 6. */
  readonly host: string;
  /** `KUBERNETES_SERVICE_PORT`. */
  readonly port: string;
  /** With `token`, `ca.crt` and `namespace`. */
  readonly folder: string;
}

/** Throws a `FlotillaError` where a file of the service account is missing. */
export async function inCluster({
  host,
  port,
  folder,
}: ServiceAccountLocation): Promise<Omit<ClusterClientOptions, 'clock'>> {
  const read = (name: string) =>
    readFile(join(folder, name), 'utf8').catch(cannotRead(folder, name));
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `https://${name}:${port}`,
    certificateAuthority: await read('ca.crt'),
    namespace: (await read('namespace')).trim(),
    token: async () => (await read('token')).trim(),
  };
}

function cannotRead(folder: string, name: string) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new FlotillaError(
      'Cluster',
      `cannot read "${join(folder, name)}" (${cause.code ?? cause.message}); mount the token of the pod's service account there, or name its folder with --service-account`,
      { cause },
    );
  };
}
