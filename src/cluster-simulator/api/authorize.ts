/** Role-based access control, evaluated from the roles and bindings in the cluster. */

import type { StoredObject } from '../object.ts';
import type { ApiResource, ResourceName } from '../resources.ts';
import { everything } from '../selectors.ts';
import { type ApiError, forbidden } from '../status.ts';
import type { Store } from '../store.ts';
import type { ClusterUser } from '../tokens.ts';

export interface AccessAttempt {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

export type Authorize = (user: ClusterUser, attempt: AccessAttempt) => boolean;

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export function createAuthorizer(store: Store): Authorize {
  let rules = new Map<string, readonly Rule[]>();
  store.subscribe(({ resource }) => {
    if (accessResources.includes(resource)) rules = new Map();
  });
  return (user, attempt) => {
    if (user.groups.includes('system:masters')) return true;
    const namespace = attempt.namespace ?? '';
    const key = `${user.name} ${namespace}`;
    const granted = rules.get(key) ?? rulesOf(store, user, namespace);
    rules.set(key, granted);
    return granted.some((rule) => allows(rule, attempt));
  };
}

/** In the API server's words. */
export function refusal(
  user: ClusterUser,
  resource: ApiResource,
  attempt: AccessAttempt,
): ApiError {
  const { verb, group, namespace } = attempt;
  const where =
    namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const why = `User "${user.name}" cannot ${verb} resource "${attempt.resource}" in API group "${group}" ${where}`;
  return forbidden(resource, attempt.name ?? '', why);
}

const accessResources: readonly ResourceName[] = [
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
];

/** Cluster role bindings, and role bindings of the namespace. */
function rulesOf(store: Store, user: ClusterUser, namespace: string): readonly Rule[] {
  const inCluster = store.list('clusterrolebindings', everything);
  const inNamespace =
    namespace === '' ? [] : store.list('rolebindings', { ...everything, namespace });
  return [...inCluster, ...inNamespace]
    .filter((binding) => binds(binding, user))
    .flatMap((binding) => rulesOfRole(store, binding));
}

function binds({ subjects, metadata }: StoredObject, user: ClusterUser): boolean {
  return ((subjects ?? []) as readonly Subject[]).some(({ kind, name, namespace }) => {
    if (kind === 'Group') return user.groups.includes(name);
    if (kind === 'User') return user.name === name;
    const home = namespace ?? metadata.namespace;
    return user.name === `system:serviceaccount:${home}:${name}`;
  });
}

function rulesOfRole(store: Store, { roleRef, metadata }: StoredObject): readonly Rule[] {
  const { kind, name } = roleRef as { readonly kind: string; readonly name: string };
  const role =
    kind === 'ClusterRole'
      ? store.get('clusterroles', undefined, name)
      : store.get('roles', metadata.namespace, name);
  return (role?.rules ?? []) as readonly Rule[];
}

function allows(
  { verbs, apiGroups = [], resources = [], resourceNames }: Rule,
  attempt: AccessAttempt,
) {
  const has = (list: readonly string[], value: string) =>
    list.includes('*') || list.includes(value);
  const [, subresource] = attempt.resource.split('/');
  const ofAny = subresource !== undefined && resources.includes(`*/${subresource}`);
  return (
    has(verbs, attempt.verb) &&
    has(apiGroups, attempt.group) &&
    (has(resources, attempt.resource) || ofAny) &&
    (!resourceNames?.length || resourceNames.includes(attempt.name ?? ''))
  );
}
