/** A request to the API as data, and the meaning of its path. */

import { type ApiResource, allResources } from '../resources.ts';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The destination of a watch or of a followed log. */
export interface ResponseSink {
  write(text: string): void;
  end(): void;
}

export interface ApiResponse {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The whole body, or a function that streams it. That function returns the callback for when the client
   * disconnects.
   */
  readonly body: string | ((sink: ResponseSink) => () => void);
}

export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection';

export interface ResourcePath {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

const methodVerbs: Readonly<Record<string, Verb>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Undefined when no resource is at this path. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const found = /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(.+?)\/?$/.exec(path);
  if (!found) return undefined;
  const [, group = '', version, rest = ''] = found;
  const parts = rest.split('/').map(decodeURIComponent);
  // A namespace is a resource itself, and the prefix of the paths of others.
  const isInside = parts[0] === 'namespaces' && parts.length > 2 && parts[2] !== 'status';
  const namespace = isInside ? parts[1] : undefined;
  const [plural, name, subresource, ...more] = isInside ? parts.slice(2) : parts;
  const resource = allResources.find(
    (one) => one.plural === plural && one.group === group && one.version === version,
  );
  if (!resource || more.length > 0 || (!resource.namespaced && isInside)) return undefined;
  if (resource.namespaced && !isInside && name !== undefined) return undefined;
  if (subresource !== undefined && !resource.subresources.includes(subresource)) return undefined;
  return { resource, namespace, name, subresource };
}

export function verbOf({ method, query }: ApiRequest, { name }: ResourcePath): Verb | undefined {
  const verb = methodVerbs[method];
  const isWatch = ['true', '1'].includes(query.get('watch') ?? '');
  if (verb === 'get' && name === undefined) return isWatch ? 'watch' : 'list';
  if (verb === 'delete' && name === undefined) return 'deletecollection';
  return verb;
}

export function json(code: number, object: unknown): ApiResponse {
  return { code, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) };
}
