/**
 * The locations of input and output members in the REST protocols: label, query, header, prefixed headers, status,
 * payload or body. https://smithy.io/2.0/spec/http-bindings.html
 */

import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticStructureSchema } from '@smithy/types';
import { normalizedMembers, type StructureMember, structure } from './structure.ts';

export interface BoundMember {
  readonly name: string;
  readonly schema: NormalizedSchema;
  /** Name on the wire: of the query key, the header (lower case), or the prefix. */
  readonly key: string;
  readonly required: boolean;
}

export interface Bindings {
  readonly labels: readonly BoundMember[];
  readonly queries: readonly BoundMember[];
  readonly headers: readonly BoundMember[];
  readonly prefixHeaders: readonly BoundMember[];
  readonly queryMaps: readonly BoundMember[];
  readonly status: BoundMember | undefined;
  readonly payload: BoundMember | undefined;
  /** The remaining members for the document in the body; undefined when there are none. */
  readonly body: StaticStructureSchema | undefined;
}

type BindingLocation = keyof Bindings;

/** URI bindings, which an output does not have. API Gateway's `position` is a member of both. */
const inUri: ReadonlySet<BindingLocation> = new Set(['labels', 'queries', 'queryMaps']);

export const bindingsOf = memoized(placeOf);

/** Of outputs and errors. */
export const answerBindingsOf = memoized((member, name) => {
  const [place, key] = placeOf(member, name);
  return inUri.has(place) ? ['body', name] : [place, key];
});

type PlaceOf = (member: NormalizedSchema, name: string) => readonly [BindingLocation, string];

function memoized(placed: PlaceOf): (schema: StaticStructureSchema | undefined) => Bindings {
  const known = new WeakMap<StaticStructureSchema, Bindings>();
  const none = bind(undefined, placed);
  return (schema) => {
    if (!schema) return none;
    const found = known.get(schema) ?? bind(schema, placed);
    known.set(schema, found);
    return found;
  };
}

function bind(schema: StaticStructureSchema | undefined, placedAt: PlaceOf): Bindings {
  const required = schema?.[6] ?? 0;
  const placed = normalizedMembers(schema).map(([name, member], index) => {
    const [place, key] = placedAt(member, name);
    return { place, name, schema: member, key, required: index < required };
  });
  const at = (place: BindingLocation): readonly BoundMember[] =>
    placed.filter((bound) => bound.place === place);
  return {
    labels: at('labels'),
    queries: at('queries'),
    headers: at('headers'),
    prefixHeaders: at('prefixHeaders'),
    queryMaps: at('queryMaps'),
    status: at('status')[0],
    payload: at('payload')[0],
    body: schema && bodyOf(schema, new Set(at('body').map(({ name }) => name))),
  };
}

function placeOf(member: NormalizedSchema, name: string): readonly [BindingLocation, string] {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return ['labels', name];
  if (traits.httpQuery !== undefined) return ['queries', traits.httpQuery];
  if (traits.httpHeader !== undefined) return ['headers', traits.httpHeader.toLowerCase()];
  if (typeof traits.httpPrefixHeaders === 'string') {
    return ['prefixHeaders', traits.httpPrefixHeaders.toLowerCase()];
  }
  if (traits.httpQueryParams) return ['queryMaps', name];
  if (traits.httpResponseCode) return ['status', name];
  if (traits.httpPayload) return ['payload', name];
  return ['body', name];
}

/** Keeps the name and the traits of the shape, which determine the XML root. */
function bodyOf(
  [, , shape, traits, names, schemas]: StaticStructureSchema,
  included: ReadonlySet<string>,
): StaticStructureSchema | undefined {
  const members = names
    .map((name, index) => [name, schemas[index]] as StructureMember)
    .filter(([name]) => included.has(name));
  return members.length === 0 ? undefined : structure(shape, members, traits);
}

/** The schema of one element of a list in the query, which determines its date format. */
export function elementOf({ schema, key }: BoundMember): NormalizedSchema {
  return NormalizedSchema.of([schema.getValueSchema(), { httpQuery: key }]);
}
