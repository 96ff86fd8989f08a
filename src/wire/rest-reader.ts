/** Reads inputs of the REST protocols, from labels, query, headers and body. */

import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { type Bindings, type BoundMember, bindingsOf, elementOf } from './bindings.ts';
import { type Parameters, parseParameters } from './form.ts';
import type { WireRequest } from './message.ts';
import { type Documents, type StructureValues, textSettings } from './rest.ts';
import { findRoute, labelsOf, type Route } from './routes.ts';
import { structureOf } from './structure.ts';
import type { ParsedRequest } from './wire-protocol.ts';

export type RestReader = (routes: readonly Route[], request: WireRequest) => ParsedRequest;

export function restReader(documents: Documents): RestReader {
  const text = new FromStringShapeDeserializer(textSettings(documents));

  function readLabels({ labels }: Bindings, route: Route, path: string): StructureValues {
    const found = labelsOf(route, path);
    const entries = labels.map(({ name, schema }) => [name, text.read(schema, found[name] ?? '')]);
    return Object.fromEntries(entries);
  }

  function readQuery({ queries, queryMaps }: Bindings, query: Parameters): StructureValues {
    const values: StructureValues = {};
    for (const bound of queries) {
      const found = query.filter(([key]) => key === bound.key).map(([, value]) => value);
      if (found.length > 0) values[bound.name] = readParameter(bound, found);
    }
    const named = new Set(queries.map(({ key }) => key));
    const others = query.filter(([key]) => !named.has(key));
    for (const bound of queryMaps) values[bound.name] = queryMap(bound, others);
    return values;
  }

  function readParameter(bound: BoundMember, found: readonly string[]): unknown {
    if (!bound.schema.isListSchema()) return text.read(bound.schema, found[0] ?? '');
    return found.map((value) => text.read(elementOf(bound), value));
  }

  function readHeaders(bindings: Bindings, headers: WireRequest['headers']): StructureValues {
    const values: StructureValues = {};
    for (const { name, key, schema } of bindings.headers) {
      const found = headers[key];
      if (found !== undefined) values[name] = text.read(schema, found);
    }
    for (const { name, key } of bindings.prefixHeaders) {
      const found = Object.entries(headers).filter(([header]) => header.startsWith(key));
      const entries = found.map(([header, value]) => [header.slice(key.length), value]);
      if (entries.length > 0) values[name] = Object.fromEntries(entries);
    }
    return values;
  }

  async function readBody(
    { payload, body }: Bindings,
    bytes: Uint8Array,
  ): Promise<StructureValues> {
    if (bytes.byteLength === 0) return {};
    if (payload) return { [payload.name]: await readPayload(payload, bytes) };
    return body ? ((await documents.read(body, bytes)) as StructureValues) : {};
  }

  function readPayload({ schema }: BoundMember, bytes: Uint8Array): unknown {
    if (schema.isBlobSchema()) return bytes;
    if (schema.isStringSchema()) return Buffer.from(bytes).toString('utf8');
    return documents.read(schema, bytes);
  }

  async function readInput(route: Route, request: WireRequest): Promise<StructureValues> {
    const bindings = bindingsOf(structureOf(route.operation.schema[4]));
    return {
      ...readLabels(bindings, route, request.path),
      ...readQuery(bindings, parseParameters(request.query)),
      ...readHeaders(bindings, request.headers),
      ...(await readBody(bindings, request.body)),
    };
  }

  return (routes, request) => {
    const route = findRoute(routes, request);
    return {
      name: route?.operation.name ?? `${request.method} ${request.path}`,
      operation: route?.operation,
      readInput: async () => (route ? readInput(route, request) : {}),
    };
  };
}

/** All parameters without a member of their own: text, or lists of text. */
function queryMap({ schema }: BoundMember, parameters: Parameters): StructureValues {
  const isList = schema.getValueSchema().isListSchema();
  const map: StructureValues = {};
  for (const [key, value] of parameters) {
    if (isList) map[key] = [...((map[key] as string[] | undefined) ?? []), value];
    else map[key] = value;
  }
  return map;
}
