/**
 * The webhook of EKS: pods of a service account with a role get its name, a token for STS and the region.
 * https://github.com/aws/amazon-eks-pod-identity-webhook
 */

import type { Container, Labels, NewObject, PodSpec, StoredObject, Volume } from '../object.ts';
import { mapContainers, withMount, withVolume } from './service-account.ts';

const folder = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
const volumeName = 'aws-iam-token';
const annotation = (name: string) => `eks.amazonaws.com/${name}`;

export function withPodIdentity(region: string, account: StoredObject, pod: NewObject): PodSpec {
  const spec = pod.spec as PodSpec;
  const submitted = account.metadata.annotations ?? {};
  const role = submitted[annotation('role-arn')];
  if (role === undefined) return spec;
  const own = pod.metadata?.annotations ?? {};
  const skipped = (own[annotation('skip-containers')] ?? '').split(',').map((name) => name.trim());
  const environment = environmentOf(role, region, submitted);
  const identified = mapContainers(spec, (container) =>
    skipped.includes(container.name) ? container : withIdentity(container, environment),
  );
  const hasVolume = spec.volumes?.some(({ name }) => name === volumeName);
  return hasVolume ? identified : withVolume(identified, tokenVolume(submitted, own));
}

function environmentOf(role: string, region: string, submitted: Labels): Labels {
  const isRegional = submitted[annotation('sts-regional-endpoints')] === 'true';
  return {
    ...(isRegional && { AWS_STS_REGIONAL_ENDPOINTS: 'regional' }),
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_ROLE_ARN: role,
    AWS_WEB_IDENTITY_TOKEN_FILE: `${folder}/token`,
  };
}

/** Variables that a container sets itself take precedence. */
function withIdentity(container: Container, environment: Labels): Container {
  const own = container.env ?? [];
  const added = Object.entries(environment)
    .filter(([name]) => !own.some((variable) => variable.name === name))
    .map(([name, value]) => ({ name, value }));
  const isMounted = container.volumeMounts?.some(({ mountPath }) => mountPath === folder);
  const identified = { ...container, env: [...own, ...added] };
  return isMounted ? identified : withMount(identified, volumeName, folder);
}

function tokenVolume(submitted: Labels, own: Labels): Volume {
  const expiration = annotation('token-expiration');
  const serviceAccountToken = {
    audience: submitted[annotation('audience')] ?? 'sts.amazonaws.com',
    expirationSeconds: Number(own[expiration] ?? submitted[expiration] ?? 86_400),
    path: 'token',
  };
  return {
    name: volumeName,
    projected: { defaultMode: 0o644, sources: [{ serviceAccountToken }] },
  };
}
