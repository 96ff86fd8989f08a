/**
 * Finds the REST operation of a method, a path, query keys and headers. Literal query keys decide first (`?acl`),
 * then the operations whose required query and header members are all present: that separates UploadPart, CopyObject
 * and PutObject.
 */

import type { OperationModel, ServiceModel } from '../aws/models/service-model.ts';
import { bindingsOf } from './bindings.ts';
import { escapePattern } from './escape-pattern.ts';
import { type Parameters, parseParameters } from './form.ts';
import type { WireRequest } from './message.ts';
import { structureOf } from './structure.ts';

export interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly literals: Parameters;
  readonly requiredQueries: readonly string[];
  readonly requiredHeaders: readonly string[];
}

/** Adapts a route's URI template where the model omits a part of it (S3's bucket). */
export type UriTemplate = (uri: string, operation: OperationModel) => string;

interface HttpTraits {
  readonly http?: readonly [method: string, uri: string, status: number];
}

export function routesOf(service: ServiceModel, template: UriTemplate = (uri) => uri): Route[] {
  return [...service.operations.values()]
    .flatMap((operation) => routeOf(operation, template))
    .sort((left, right) => weight(right) - weight(left));
}

export function findRoute(routes: readonly Route[], request: WireRequest): Route | undefined {
  const query = new Map(parseParameters(request.query));
  return routes.find((route) => matches(route, request, query));
}

/** The labels of a matched path, decoded. */
export function labelsOf(route: Route, path: string): Readonly<Record<string, string>> {
  const found = route.path.exec(path) ?? [];
  const entries = route.labels.map((label, index) => [label, decodePath(found[index + 1] ?? '')]);
  return Object.fromEntries(entries);
}

export function httpOf(operation: OperationModel): NonNullable<HttpTraits['http']> {
  return (operation.schema[3] as HttpTraits).http ?? ['POST', '/', 200];
}

function routeOf(operation: OperationModel, template: UriTemplate): Route[] {
  if ((operation.schema[3] as HttpTraits).http === undefined) return [];
  const [method, uri] = httpOf(operation);
  const [path = '', query = ''] = template(uri, operation).split('?');
  const { queries, headers } = bindingsOf(structureOf(operation.schema[4]));
  const route: Route = {
    operation,
    method,
    path: pathPattern(path),
    labels: [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, label]) => label as string),
    // `x-id` is the JavaScript SDK's own hint; other clients do not send it.
    literals: parseParameters(query).filter(([key]) => key !== 'x-id'),
    requiredQueries: queries.filter(({ required }) => required).map(({ key }) => key),
    requiredHeaders: headers.filter(({ required }) => required).map(({ key }) => key),
  };
  return [route];
}

/** `/{Bucket}/{Key+}`: a label is one segment, a greedy one is the rest. */
export function pathPattern(path: string): RegExp {
  const pattern = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return escapePattern(part);
      return part.endsWith('+}') ? '(.+)' : '([^/]+)';
    })
    .join('');
  return new RegExp(`^${pattern}${path.endsWith('/') ? '' : '/?'}$`, 's');
}

function weight({ literals, requiredQueries, requiredHeaders, path }: Route): number {
  const required = requiredQueries.length + requiredHeaders.length;
  return literals.length * 10_000 + required * 1_000 + literalLength(path);
}

/** Of `/functions/{Name}` and `/functions/all` the second is the more specific. */
function literalLength(path: RegExp): number {
  return Math.min(path.source.replaceAll(/\(\.\+\)|\(\[\^\/\]\+\)/g, '').length, 999);
}

function matches(route: Route, request: WireRequest, query: ReadonlyMap<string, string>): boolean {
  return (
    route.method === request.method &&
    route.path.test(request.path) &&
    route.literals.every(([key, value]) =>
      value === '' ? query.has(key) : query.get(key) === value,
    ) &&
    route.requiredQueries.every((key) => query.has(key)) &&
    route.requiredHeaders.every((key) => request.headers[key] !== undefined)
  );
}

function decodePath(text: string): string {
  return decodeURIComponent(text);
}
