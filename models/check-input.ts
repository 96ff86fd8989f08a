/** Checks inputs: members exist, required ones are supplied, placeholders refer to existing values. */

import type { CallArgument, CallArguments } from '../src/inventory/catalogue/entry.ts';
import { type ModelNode, memberOf, nodeOf, type StoredModel, walk } from './stored-model.ts';

/** The placeholders that are allowed in this input. */
export interface PlaceholderScopes {
  readonly item?: ModelNode | undefined;
  readonly parent?: ModelNode | undefined;
  readonly each?: ModelNode | undefined;
}

export interface OperationCall {
  readonly model: StoredModel;
  readonly operation: string;
  readonly input: CallArguments;
  readonly scopes: PlaceholderScopes;
  /** Supplied by a batch. */
  readonly supplied?: string;
}

export function inputMistakes({
  model,
  operation,
  input,
  scopes,
  supplied,
}: OperationCall): readonly string[] {
  const shape = nodeOf(model, model.operations[operation]?.[1] ?? 'unit');
  const required = shape.kind === 'structure' ? shape.required : [];
  const absent = required.filter((name) => !(name in input) && name !== supplied);
  return [
    ...absent.map((name) => `${operation} requires "${name}"`),
    ...argumentMistakes(input, shape, scopes).map((message) => `${operation}: ${message}`),
  ];
}

function argumentMistakes(
  value: CallArgument,
  shape: ModelNode,
  scopes: PlaceholderScopes,
): readonly string[] {
  if (typeof value === 'string') return templateMistakes(value, scopes);
  if (typeof value !== 'object') return [];
  if (Array.isArray(value)) return listMistakes(value, shape, scopes);
  const reference = referenceOf(value as Readonly<Record<string, unknown>>);
  if (reference) return reference.scope === 'time' ? [] : pathMistakes(reference, scopes);
  return Object.entries(value).flatMap(([name, below]) => {
    const member = memberOf(shape, name);
    return member ? argumentMistakes(below, member, scopes) : [`there is no member "${name}"`];
  });
}

function listMistakes(
  values: readonly CallArgument[],
  shape: ModelNode,
  scopes: PlaceholderScopes,
): readonly string[] {
  if (shape.kind !== 'list' && shape.kind !== 'any')
    return ['a list is sent for a member that is not a list'];
  const element = shape.kind === 'list' ? shape.element() : shape;
  return values.flatMap((value) => argumentMistakes(value, element, scopes));
}

type Reference = { readonly scope: 'item' | 'parent' | 'each' | 'time'; readonly path: string };

function referenceOf(value: Readonly<Record<string, unknown>>): Reference | undefined {
  const { from, parent, each, daysAgo } = value;
  if (Object.keys(value).length !== 1) return undefined;
  if (typeof daysAgo === 'number') return { scope: 'time', path: '' };
  if (typeof from === 'string') return { scope: 'item', path: from };
  if (typeof parent === 'string') return { scope: 'parent', path: parent };
  return typeof each === 'string' ? { scope: 'each', path: each } : undefined;
}

/** The placeholders in a text. */
export function templateMistakes(template: string, scopes: PlaceholderScopes): readonly string[] {
  const placeholders = [...template.matchAll(/\{(?:(parent|each):)?([^{}]*)\}/g)];
  return placeholders.flatMap(([, scope, path = '']) => {
    if (scope === undefined && /^(partition|region|account|owner)$/.test(path)) return [];
    return pathMistakes({ scope: (scope ?? 'item') as Reference['scope'], path }, scopes);
  });
}

function pathMistakes({ scope, path }: Reference, scopes: PlaceholderScopes): readonly string[] {
  const from = scope === 'time' ? undefined : scopes[scope];
  if (!from)
    return [
      `"${path}" refers to ${scope === 'each' ? 'an element' : `the ${scope}`}, but there is none`,
    ];
  const found = walk(from, path);
  return typeof found === 'string' ? [found] : [];
}
