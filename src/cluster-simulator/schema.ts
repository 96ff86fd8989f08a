/**
 * Validation against the published OpenAPI schema of Kubernetes: validators and field names come from a package that
 * is generated from it.
 */

import { validate as cronJob } from 'kubernetes-models/_schemas/IoK8sApiBatchV1CronJob';
import { validate as job } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as configMap } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap';
import { validate as event } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Event';
import { validate as namespace } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace';
import { validate as pod } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Pod';
import { validate as resourceQuota } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ResourceQuota';
import { validate as secret } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret';
import { validate as serviceAccount } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as clusterRole } from 'kubernetes-models/_schemas/IoK8sApiRbacV1ClusterRole';
import { validate as clusterRoleBinding } from 'kubernetes-models/_schemas/IoK8sApiRbacV1ClusterRoleBinding';
import { validate as role } from 'kubernetes-models/_schemas/IoK8sApiRbacV1Role';
import { validate as roleBinding } from 'kubernetes-models/_schemas/IoK8sApiRbacV1RoleBinding';
import { type FieldNames, fieldsOf, knownOnly, unknownFields } from './field-names.ts';
import type { NewObject } from './object.ts';
import { type ResourceName, resourceOf, resources } from './resources.ts';

export interface SchemaProblem {
  /** `spec.template.spec.containers[0].name`. */
  readonly field: string;
  readonly message: string;
  readonly kind: 'unknown' | 'type' | 'required' | 'unsupported' | 'value';
}

/** One line for each violation of the kind's schema; empty when the object is valid. */
export function problemsOf(object: object): string[] {
  const submitted = object as NewObject;
  const resource = resourceOf(submitted);
  if (!resource)
    return [`the schema of ${submitted.apiVersion} ${submitted.kind} is not available`];
  return schemaProblems(resource.plural, submitted).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

export function schemaProblems(name: ResourceName, object: NewObject): readonly SchemaProblem[] {
  const broken = validators[name];
  const unknown = unknownFields(object, fields(name)).map(
    (field): SchemaProblem => ({ field, kind: 'unknown', message: `unknown field "${field}"` }),
  );
  return broken(object) ? unknown : [...unknown, ...dedupe((broken.errors ?? []).map(toProblem))];
}

/** The object without the fields that its kind does not have. */
export function prune(name: ResourceName, object: NewObject): NewObject {
  return knownOnly(object, fields(name)) as NewObject;
}

/** Errors of the generated code, in the format of Ajv. */
interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: {
    readonly type?: string;
    readonly missingProperty?: string;
    readonly allowedValues?: readonly unknown[];
  };
}

const validators: Readonly<Record<ResourceName, Validator>> = {
  namespaces: namespace,
  serviceaccounts: serviceAccount,
  configmaps: configMap,
  secrets: secret,
  pods: pod,
  events: event,
  resourcequotas: resourceQuota,
  jobs: job,
  cronjobs: cronJob,
  roles: role,
  rolebindings: roleBinding,
  clusterroles: clusterRole,
  clusterrolebindings: clusterRoleBinding,
  networkpolicies: networkPolicy,
};

function fields(name: ResourceName): FieldNames {
  return fieldsOf(resources[name].types);
}

function toProblem({ instancePath, keyword, params }: SchemaError): SchemaProblem {
  const field = fieldPath(instancePath);
  switch (keyword) {
    case 'required':
      return {
        field: field === '' ? `${params.missingProperty}` : `${field}.${params.missingProperty}`,
        kind: 'required',
        message: 'Required value',
      };
    case 'type':
      return { field, kind: 'type', message: `must be of type ${params.type}` };
    case 'enum':
      return { field, kind: 'unsupported', message: `Unsupported value: ${supported(params)}` };
    default:
      return { field, kind: 'value', message: `Invalid value: breaks ${keyword}` };
  }
}

function supported({ allowedValues = [] }: SchemaError['params']): string {
  return `supported values: ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
}

/** `/spec/containers/0/name` → `spec.containers[0].name`. */
function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** A value of the wrong type is not an allowed value either; the type error is the clearer one. */
function dedupe(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  const typed = new Set(problems.filter(({ kind }) => kind === 'type').map(({ field }) => field));
  return problems.filter(({ kind, field }) => kind !== 'unsupported' || !typed.has(field));
}
