/** The resources that the cluster supports, as data: paths, discovery and permissions are derived from this table. */

export interface ApiResource {
  readonly plural: ResourceName;
  readonly singular: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources: readonly string[];
  /** The module of the kind in the package of published schemas. */
  readonly types: string;
}

export type ResourceName =
  | 'namespaces'
  | 'serviceaccounts'
  | 'configmaps'
  | 'secrets'
  | 'pods'
  | 'events'
  | 'resourcequotas'
  | 'jobs'
  | 'cronjobs'
  | 'roles'
  | 'rolebindings'
  | 'clusterroles'
  | 'clusterrolebindings'
  | 'networkpolicies';

const core = { group: '', version: 'v1', namespaced: true, subresources: [], shortNames: [] };
const batch = { ...core, group: 'batch', categories: ['all'] };
const rbac = { ...core, group: 'rbac.authorization.k8s.io' };
const networking = { ...core, group: 'networking.k8s.io' };

export const resources: Readonly<Record<ResourceName, ApiResource>> = {
  namespaces: { ...core, ...named('namespaces', 'Namespace', 'ns'), namespaced: false },
  serviceaccounts: {
    ...core,
    ...named('serviceaccounts', 'ServiceAccount', 'sa'),
    subresources: ['token'],
  },
  configmaps: { ...core, ...named('configmaps', 'ConfigMap', 'cm') },
  secrets: { ...core, ...named('secrets', 'Secret') },
  pods: {
    ...core,
    ...named('pods', 'Pod', 'po'),
    categories: ['all'],
    subresources: ['log', 'status', 'eviction'],
  },
  events: { ...core, ...named('events', 'Event', 'ev') },
  resourcequotas: { ...core, ...named('resourcequotas', 'ResourceQuota', 'quota') },
  jobs: { ...batch, ...named('jobs', 'Job', undefined, 'batch/v1'), subresources: ['status'] },
  cronjobs: {
    ...batch,
    ...named('cronjobs', 'CronJob', 'cj', 'batch/v1'),
    subresources: ['status'],
  },
  roles: { ...rbac, ...named('roles', 'Role', undefined, `${rbac.group}/v1`) },
  rolebindings: { ...rbac, ...named('rolebindings', 'RoleBinding', undefined, `${rbac.group}/v1`) },
  clusterroles: {
    ...rbac,
    ...named('clusterroles', 'ClusterRole', undefined, `${rbac.group}/v1`),
    namespaced: false,
  },
  clusterrolebindings: {
    ...rbac,
    ...named('clusterrolebindings', 'ClusterRoleBinding', undefined, `${rbac.group}/v1`),
    namespaced: false,
  },
  networkpolicies: {
    ...networking,
    ...named('networkpolicies', 'NetworkPolicy', 'netpol', `${networking.group}/v1`),
  },
};

export const allResources: readonly ApiResource[] = Object.values(resources);

export function apiVersionOf({ group, version }: Pick<ApiResource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Finds a resource by the `apiVersion` and `kind` of an object. */
export function resourceOf(object: {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
}): ApiResource | undefined {
  return byKind.get(`${object.apiVersion} ${object.kind}`);
}

/** `jobs.batch`, as quotas and refusals name them. */
export const qualifiedNames: ReadonlySet<string> = new Set(
  allResources.map(({ plural, group }) => (group === '' ? plural : `${plural}.${group}`)),
);

const byKind = new Map(
  allResources.map((resource) => [`${apiVersionOf(resource)} ${resource.kind}`, resource]),
);

function named(plural: ResourceName, kind: string, shortName?: string, folder = 'v1') {
  return {
    plural,
    kind,
    singular: kind.toLowerCase(),
    shortNames: shortName === undefined ? [] : [shortName],
    types: `${folder}/${kind}`,
  };
}
