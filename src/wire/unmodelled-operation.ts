/** The names of REST operations that the models leave out: they have no handlers, and are refused by name. */

import { readFileSync } from 'node:fs';
import { parseParameters } from './form.ts';
import type { WireRequest } from './message.ts';
import { pathPattern } from './routes.ts';

/** `models/rest-operations.ts` writes them: name, and `POST /path/{label}`, by service. */
interface StoredOperations {
  readonly services: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface NamedRoute {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  /** `?key` and `?key=value` in the path. */
  readonly query: ReturnType<typeof parseParameters>;
  readonly literalLength: number;
}

let stored: StoredOperations | undefined;
const routes = new Map<string, readonly NamedRoute[]>();

export function unmodelledOperation(service: string, request: WireRequest): string | undefined {
  const known = routes.get(service) ?? readRoutes(service);
  routes.set(service, known);
  const query = new Map(parseParameters(request.query));
  return known.find(
    (route) =>
      route.method === request.method &&
      route.path.test(request.path) &&
      route.query.every(([key, value]) => query.has(key) && (!value || query.get(key) === value)),
  )?.name;
}

/** The most specific first. */
function readRoutes(service: string): readonly NamedRoute[] {
  stored ??= JSON.parse(
    readFileSync(new URL('rest-operations.json', import.meta.url), 'utf8'),
  ) as StoredOperations;
  return Object.entries(stored.services[service] ?? {})
    .map(([name, text]) => toRoute(name, text))
    .sort((left, right) => right.literalLength - left.literalLength);
}

function toRoute(name: string, text: string): NamedRoute {
  const [method = '', uri = ''] = text.split(' ');
  const [path = '', query = ''] = uri.split('?');
  const literalLength = uri.replaceAll(/\{[^}]+\}/g, '').length;
  return { name, method, path: pathPattern(path), query: parseParameters(query), literalLength };
}
