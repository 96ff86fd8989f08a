/** The variables that Kubernetes sets in every pod, and the manifests in the orchestrator's. */

import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { Environment } from '../variables.ts';

export interface PodEnvironment {
  readonly host: string;
  readonly port: string;
  readonly podName: string;
}

/** Throws one `FlotillaError` that names every variable that is missing. */
export function readPodEnvironment(env: Environment): PodEnvironment {
  const {
    KUBERNETES_SERVICE_HOST: host = '',
    KUBERNETES_SERVICE_PORT: port = '',
    MY_POD_NAME: podName = '',
  } = env;
  const missing = Object.entries({
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: port,
    MY_POD_NAME: podName,
  }).flatMap(([name, value]) => (value === '' ? [name] : []));
  if (missing.length === 0) return { host, port, podName };
  throw new FlotillaError(
    'InvalidInput',
    `${missing.join(', ')}: missing; orchestrate runs in a pod of the CronJob in kubernetes/; use inventory collect elsewhere`,
  );
}
