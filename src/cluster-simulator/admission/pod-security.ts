/** Pod Security Admission: the level that the namespace's label enforces for its pods. */

import {
  type Container,
  containersOf,
  type Labels,
  type NewObject,
  type PodSpec,
  type SecurityContext,
} from '../object.ts';
import { resources } from '../resources.ts';
import { forbidden } from '../status.ts';
import { kindOf } from './pod-rules.ts';

/** Throws `Forbidden` with all violations of the pod. */
export function checkPodSecurity(namespaceLabels: Labels = {}, pod: NewObject): void {
  const level = namespaceLabels['pod-security.kubernetes.io/enforce'] ?? 'privileged';
  const version = namespaceLabels['pod-security.kubernetes.io/enforce-version'] ?? 'latest';
  const checks = checksOf[level] ?? [];
  const violations = checks.flatMap((check) => check(pod.spec as PodSpec) ?? []);
  if (violations.length === 0) return;
  const why = `violates PodSecurity "${level}:${version}": ${violations.join(', ')}`;
  throw forbidden(resources.pods, pod.metadata?.name ?? '', why);
}

type Check = (spec: PodSpec) => string | undefined;

const hostNamespaces: Check = (spec) => {
  const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  const list = used.map((field) => `${field}=true`).join(', ');
  return used.length > 0 ? `host namespaces (${list})` : undefined;
};

const privileged = eachContainer(
  'privileged',
  ({ securityContext }) => securityContext?.privileged !== true,
  (names) => `${names} must not set securityContext.privileged=true`,
);

const escalation = eachContainer(
  'allowPrivilegeEscalation != false',
  ({ securityContext }) => securityContext?.allowPrivilegeEscalation === false,
  (names) => `${names} must set securityContext.allowPrivilegeEscalation=false`,
);

const capabilities = eachContainer(
  'unrestricted capabilities',
  ({ securityContext }) =>
    securityContext?.capabilities?.drop?.includes('ALL') === true &&
    (securityContext.capabilities.add ?? []).every((name) => name === 'NET_BIND_SERVICE'),
  (names) => `${names} must set securityContext.capabilities.drop=["ALL"]`,
);

const allowedVolumes: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const volumeTypes: Check = ({ volumes = [] }) => {
  const uses = volumes
    .filter((volume) => !allowedVolumes.includes(kindOf(volume)))
    .map((volume) => `volume "${volume.name}" uses restricted volume type "${kindOf(volume)}"`);
  return uses.length > 0 ? `restricted volume types (${uses.join(', ')})` : undefined;
};

const nonRoot = podOrContainer(
  'runAsNonRoot != true',
  ({ runAsNonRoot }) => runAsNonRoot,
  (value) => value === true,
  'securityContext.runAsNonRoot=true',
);

const notUserZero: Check = (spec) => {
  if (spec.securityContext?.runAsUser === 0) return 'runAsUser=0 (pod must not set runAsUser=0)';
  const zero = containersOf(spec).filter((one) => one.securityContext?.runAsUser === 0);
  return zero.length > 0 ? `runAsUser=0 (${quoted(zero)} must not set runAsUser=0)` : undefined;
};

const seccomp = podOrContainer(
  'seccompProfile',
  ({ seccompProfile }) => seccompProfile?.type,
  (type) => type === 'RuntimeDefault' || type === 'Localhost',
  'securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"',
);

const baseline = [hostNamespaces, privileged];

const checksOf: Readonly<Record<string, readonly Check[]>> = {
  baseline,
  restricted: [...baseline, escalation, capabilities, volumeTypes, nonRoot, notUserZero, seccomp],
};

function eachContainer(
  title: string,
  isGood: (container: Container) => boolean,
  visit: (names: string) => string,
): Check {
  return (spec) => {
    const bad = containersOf(spec).filter((container) => !isGood(container));
    return bad.length > 0 ? `${title} (${visit(quoted(bad))})` : undefined;
  };
}

/** Fields that a container may inherit from its pod. */
function podOrContainer<T>(
  title: string,
  read: (context: SecurityContext) => T | undefined,
  isGood: (value: T | undefined) => boolean,
  expected: string,
): Check {
  return ({ securityContext = {}, ...spec }) => {
    const ofPod = read(securityContext);
    const bad = containersOf(spec).filter(
      (container) => !isGood(read(container.securityContext ?? {}) ?? ofPod),
    );
    return bad.length > 0 ? `${title} (pod or ${quoted(bad)} must set ${expected})` : undefined;
  };
}

function quoted(containers: readonly Container[]): string {
  const names = containers.map(({ name }) => `"${name}"`).join(', ');
  return `${containers.length === 1 ? 'container' : 'containers'} ${names}`;
}
