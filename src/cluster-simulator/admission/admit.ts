/** Admission: the checks and changes between a submitted object and the store. */

import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../cluster.ts';
import type { Container, Job, JobSpec, NewObject, Pod, PodSpec, StoredObject } from '../object.ts';
import { type ApiResource, apiVersionOf, resources } from '../resources.ts';
import { prune, type SchemaProblem, schemaProblems } from '../schema.ts';
import { badRequest, forbidden, invalid, notFound, type StatusCause } from '../status.ts';
import { type CronJobSpec, withDefaults } from './defaults.ts';
import { checkJobSupported, jobCauses, jobUpdateCauses } from './job-rules.ts';
import { metadataCauses, nameCauses } from './names.ts';
import { withPodIdentity } from './pod-identity.ts';
import { checkSupported, forbiddenCause, podSpecCauses } from './pod-rules.ts';
import { checkPodSecurity } from './pod-security.ts';
import { checkQuota, quotaCauses } from './quota.ts';
import { accountOfPod, withAccount } from './service-account.ts';

/** How unknown fields are treated. The simulated server rejects them by default; a real server only warns. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Checks the form and removes fields that may be ignored. Throws `BadRequest` and `Invalid`. */
export function checkForm(
  resource: ApiResource,
  object: NewObject,
  validation: FieldValidation = 'Strict',
): NewObject {
  const apiVersion = apiVersionOf(resource);
  if (object.kind !== resource.kind || object.apiVersion !== apiVersion) {
    const actual = `${object.apiVersion}, Kind=${object.kind}`;
    throw badRequest(
      `the object is ${actual}, and the path is for ${apiVersion}, Kind=${resource.kind}`,
    );
  }
  const problems = schemaProblems(resource.plural, object);
  const unknown = problems.filter(({ kind }) => kind === 'unknown');
  if (unknown.length > 0 && validation === 'Strict') {
    throw decodingError(
      resource,
      `strict decoding error: ${unknown.map(describeProblem).join(', ')}`,
    );
  }
  const mistyped = problems.find(({ kind }) => kind === 'type');
  if (mistyped) throw decodingError(resource, `${mistyped.field}: ${mistyped.message}`);
  const causes = problems.filter(({ kind }) => kind !== 'unknown').map(toCause);
  if (causes.length > 0) throw invalid(resource, object.metadata?.name ?? '', causes);
  return unknown.length === 0 ? object : prune(resource.plural, object);
}

/** Mutates and validates an object to create; its name, namespace and uid are set. Throws an `ApiError`. */
export function admitCreate(
  cluster: Cluster,
  resource: ApiResource,
  submitted: StoredObject,
): StoredObject {
  checkNamespace(cluster, resource, submitted);
  const object = mutate(
    cluster,
    resource,
    withDefaults(resource.plural, submitted) as StoredObject,
  );
  const causes = [
    ...nameCauses(resource, object.metadata.name),
    ...metadataCauses(object),
    ...ownCauses(resource, object),
  ];
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  if (resource.plural === 'pods') {
    const namespace = cluster.store.get('namespaces', undefined, object.metadata.namespace ?? '');
    checkPodSecurity(namespace?.metadata.labels, object);
  }
  checkQuota(cluster, resource, object);
  return object;
}

/** The same for an object that replaces `previous`. */
export function admitUpdate(
  resource: ApiResource,
  previous: StoredObject,
  submitted: StoredObject,
): StoredObject {
  const object = withDefaults(resource.plural, submitted) as StoredObject;
  const causes = [
    ...metadataCauses(object),
    ...ownCauses(resource, object),
    ...updateCauses(resource, previous, object),
  ];
  if (causes.length > 0) throw invalid(resource, object.metadata.name, causes);
  return object;
}

function checkNamespace(
  { store }: Cluster,
  resource: ApiResource,
  { metadata }: StoredObject,
): void {
  if (!resource.namespaced) return;
  const { name, namespace = '' } = metadata;
  const found = store.get('namespaces', undefined, namespace);
  if (!found) throw notFound(resources.namespaces, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbidden(resource, name, why);
}

function mutate(cluster: Cluster, resource: ApiResource, object: StoredObject): StoredObject {
  switch (resource.plural) {
    case 'pods':
      return mutatePod(cluster, object);
    case 'jobs':
      return labelledJob(object as Job);
    case 'namespaces':
      return { ...withNameLabel(object), status: { phase: 'Active' } };
    default:
      return object;
  }
}

function mutatePod(cluster: Cluster, pod: StoredObject): StoredObject {
  const account = accountOfPod(cluster, pod.metadata.namespace ?? '', pod);
  const known = { ...pod, spec: withAccount(cluster, account, pod.spec as PodSpec) };
  const spec = withPodIdentity(cluster.region, account, known);
  return { ...known, spec, status: { phase: 'Pending', qosClass: qosClass(spec) } };
}

function qosClass({ containers, initContainers = [] }: PodSpec): string {
  const all = [...initContainers, ...containers];
  const silent = ({ resources }: Container) => !resources?.requests && !resources?.limits;
  if (all.every(silent)) return 'BestEffort';
  const fixed = ({ resources }: Container) =>
    ['cpu', 'memory'].every(
      (name) =>
        resources?.limits?.[name] !== undefined &&
        resources.limits[name] === resources.requests?.[name],
    );
  return all.every(fixed) ? 'Guaranteed' : 'Burstable';
}

/** Jobs select their pods by the uid, in the label that the server adds to the template. */
function labelledJob(job: Job): StoredObject {
  const { uid, name } = job.metadata;
  const submitted = job.spec.template.metadata?.labels;
  const labels = {
    ...submitted,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const template = {
    ...job.spec.template,
    metadata: { ...job.spec.template.metadata, labels },
  };
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const own = job.metadata.labels ?? submitted;
  const metadata = { ...job.metadata, generation: 1, ...(own && { labels: own }) };
  return { ...job, metadata, spec: { ...job.spec, selector, template }, status: {} };
}

function withNameLabel(object: StoredObject): StoredObject {
  const { metadata } = object;
  const labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  return { ...object, metadata: { ...metadata, labels } };
}

function ownCauses(resource: ApiResource, object: StoredObject): StatusCause[] {
  switch (resource.plural) {
    case 'pods':
      checkSupported(object.spec as PodSpec);
      return podSpecCauses(object.spec as PodSpec, 'spec');
    case 'jobs':
      return jobSpecCauses(object.spec as JobSpec, 'spec');
    case 'cronjobs': {
      const { jobTemplate } = object.spec as CronJobSpec;
      return jobSpecCauses(jobTemplate.spec, 'spec.jobTemplate.spec');
    }
    case 'resourcequotas':
      return quotaCauses(object);
    default:
      return [];
  }
}

function jobSpecCauses(spec: JobSpec, at: string): StatusCause[] {
  const causes = jobCauses(spec, at);
  if (causes.length > 0) return causes;
  checkJobSupported(spec as Parameters<typeof checkJobSupported>[0]);
  checkSupported(spec.template.spec);
  return [];
}

function updateCauses(
  resource: ApiResource,
  previous: StoredObject,
  next: StoredObject,
): StatusCause[] {
  switch (resource.plural) {
    case 'jobs':
      return jobUpdateCauses(previous as Job, next);
    case 'pods':
      return podUpdateCauses(previous as Pod, next as Pod);
    case 'rolebindings':
    case 'clusterrolebindings':
      return isDeepStrictEqual(previous.roleRef, next.roleRef)
        ? []
        : [{ reason: 'FieldValueInvalid', field: 'roleRef', message: 'cannot change roleRef' }];
    default:
      return [];
  }
}

function podUpdateCauses(previous: Pod, next: Pod): StatusCause[] {
  const fixed = ({ spec }: Pod) => ({ ...spec, activeDeadlineSeconds: 0 });
  if (isDeepStrictEqual(fixed(previous), fixed(next))) return [];
  const why = 'pod updates may not change fields other than `spec.activeDeadlineSeconds` here';
  return [forbiddenCause('spec', why)];
}

function decodingError({ kind, version }: ApiResource, why: string) {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}

const describeProblem = ({ message }: SchemaProblem) => message;

function toCause({ field, message, kind }: SchemaProblem): StatusCause {
  const reasons = { required: 'FieldValueRequired', unsupported: 'FieldValueNotSupported' };
  const reason = kind === 'required' || kind === 'unsupported' ? reasons[kind] : undefined;
  return { reason: reason ?? 'FieldValueInvalid', message, field };
}
