/** The discovery documents that kubectl needs: version, groups, resources and field validation. */

import { type ApiResource, allResources, apiVersionOf } from '../resources.ts';

const version = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.0-simulated',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2024-12-11T00:00:00Z',
  goVersion: 'go1.23.3',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const groups = [...new Set(allResources.map(({ group }) => group)), 'authorization.k8s.io'].filter(
  (group) => group !== '',
);

/** Undefined for paths without a discovery document. */
export function discover(path: string): object | undefined {
  const [, group = '', plain] = /^\/(?:apis\/([^/]+)\/v1|(api\/v1))\/?$/.exec(path) ?? [];
  if (plain !== undefined || groups.includes(group)) return resourceList(group);
  const [, document] = /^\/openapi\/v3\/(.+)$/.exec(path) ?? [];
  if (document !== undefined) return openApi(document);
  return fixed[path.replace(/\/$/, '')];
}

const fixed: Readonly<Record<string, object>> = {
  '/version': version,
  '/api': { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) },
  '/openapi/v3': {
    paths: Object.fromEntries(
      ['api/v1', ...groups.map((group) => `apis/${group}/v1`)].map((path) => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}` },
      ]),
    ),
  },
};

function groupOf(name: string) {
  const only = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [only], preferredVersion: only };
}

function resourceList(group: string): object {
  const groupVersion = group === '' ? 'v1' : `${group}/v1`;
  const resources =
    group === 'authorization.k8s.io'
      ? [accessReview]
      : allResources.filter((one) => one.group === group).flatMap(entriesOf);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

const accessReview = {
  name: 'selfsubjectaccessreviews',
  singularName: 'selfsubjectaccessreview',
  namespaced: false,
  kind: 'SelfSubjectAccessReview',
  verbs: ['create'],
};

const subresourceVerbs: Readonly<Record<string, readonly string[]>> = {
  log: ['get'],
  status: ['get', 'patch', 'update'],
  eviction: ['create'],
  token: ['create'],
};

function entriesOf(resource: ApiResource): readonly object[] {
  const { plural, singular, kind, namespaced, shortNames, categories } = resource;
  return [
    { name: plural, singularName: singular, namespaced, kind, verbs, shortNames, categories },
    ...resource.subresources.map((name) => ({
      name: `${plural}/${name}`,
      singularName: '',
      namespaced,
      kind,
      verbs: subresourceVerbs[name],
    })),
  ];
}

/** No schemas: only the marker that the server validates fields, which kubectl looks for. */
function openApi(document: string): object {
  const paths = allResources
    .filter((one) => `${one.group === '' ? 'api' : 'apis'}/${apiVersionOf(one)}` === document)
    .map((resource) => [pathOf(document, resource), operationsOf(resource)]);
  const info = { title: 'Kubernetes', version: version.gitVersion };
  return { openapi: '3.0.0', info, paths: Object.fromEntries(paths) };
}

function pathOf(document: string, { plural, namespaced }: ApiResource): string {
  const scope = namespaced ? '/namespaces/{namespace}' : '';
  return `/${document}${scope}/${plural}/{name}`;
}

function operationsOf({ group, version, kind }: ApiResource): object {
  const parameters = ['dryRun', 'fieldValidation'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  }));
  const operation = {
    parameters,
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
  return { patch: { ...operation, 'x-kubernetes-action': 'patch' }, put: operation };
}
