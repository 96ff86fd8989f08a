/** Details in order: the input of each, what it takes from the output, and the resource after it. */

import type { DetailDefinition } from '../src/inventory/catalogue/entry.ts';
import { inputMistakes } from './check-input.ts';
import { any, type ModelNode, nodeOf, type StoredModel, walk } from './stored-model.ts';

export interface ResourceShape {
  readonly node: ModelNode;
  readonly mistakes: readonly string[];
}

interface Details {
  readonly details: readonly DetailDefinition[];
  readonly item: ModelNode;
  readonly model: StoredModel;
  readonly parent: ModelNode | undefined;
}

export function detailsOf({ details, item, model, parent }: Details): ResourceShape {
  let node = item;
  const mistakes: string[] = [];
  for (const detail of details) {
    const next = withDetail({ detail, node, model, parent });
    node = next.node;
    mistakes.push(...next.mistakes);
  }
  return { node, mistakes };
}

interface Step {
  readonly detail: DetailDefinition;
  readonly node: ModelNode;
  readonly model: StoredModel;
  readonly parent: ModelNode | undefined;
}

function withDetail({ detail, node, model, parent }: Step): ResourceShape {
  const { operation, input, take, each, batch, json = [] } = detail;
  const element = each === undefined ? undefined : walk(node, each);
  if (typeof element === 'string') return { node, mistakes: [`${operation} for each: ${element}`] };
  const scopes = { item: node, parent, each: element };
  const supplied = batch ? { supplied: batch.member } : {};
  const sent = inputMistakes({ model, operation, input, scopes, ...supplied });
  const answer = nodeOf(model, model.operations[operation]?.[2] ?? 'unit');
  const part = batch ? batchPart(detail, model, answer, element ?? node) : answer;
  const taken = typeof part === 'string' ? part : walk(part, take);
  if (typeof taken === 'string') return { node, mistakes: [...sent, `${operation} ${taken}`] };
  const grown =
    each === undefined ? merged(node, detail.as, taken) : withinEach(node, detail, taken);
  const unparsed = json.map((path) => walk(grown, path)).filter((f) => typeof f === 'string');
  return { node: withAny(grown, json), mistakes: [...sent, ...unparsed] };
}

function batchPart(
  { operation, batch }: DetailDefinition,
  model: StoredModel,
  answer: ModelNode,
  of: ModelNode,
): ModelNode | string {
  if (!batch) return answer;
  const member = walk(nodeOf(model, model.operations[operation]?.[1] ?? 'unit'), batch.member);
  if (typeof member === 'string') return member;
  if (member.kind !== 'list') return `"${batch.member}" is not a list`;
  const id = walk(of, batch.id);
  if (typeof id === 'string') return id;
  if (!(batch.most >= 1)) return `has the batch size ${batch.most}; it must be at least 1`;
  const items = walk(answer, batch.items);
  if (typeof items === 'string') return items;
  if (batch.match === '')
    return items.kind === 'map' ? items.element() : `"${batch.items}" is not a map`;
  if (!batch.items.endsWith('[]')) return `"${batch.items}" does not select elements; append []`;
  const match = walk(items, batch.match);
  return typeof match === 'string' ? match : items;
}

function merged(node: ModelNode, as: string, taken: ModelNode): ModelNode {
  if (as === '') return taken.kind === 'structure' ? union(node, taken) : any;
  if (node.kind !== 'structure') return node;
  return { ...node, members: new Map([...node.members, [as, () => taken]]) };
}

function union(node: ModelNode, added: ModelNode): ModelNode {
  if (node.kind !== 'structure' || added.kind !== 'structure') return added;
  return { ...node, members: new Map([...node.members, ...added.members]) };
}

/** Deep lists are not rebuilt: values inside the grown list are not checked. */
function withinEach(
  node: ModelNode,
  { each = '', as }: DetailDefinition,
  taken: ModelNode,
): ModelNode {
  if (node.kind !== 'structure') return node;
  const [list = '', ...deeper] = each.split('.');
  const name = list.replace('[]', '');
  const element = walk(node, list);
  const grown = deeper.length > 0 || typeof element === 'string' ? any : merged(element, as, taken);
  const made: ModelNode = { kind: 'list', element: () => grown };
  return { ...node, members: new Map([...node.members, [name, () => made]]) };
}

function withAny(node: ModelNode, paths: readonly string[]): ModelNode {
  if (node.kind !== 'structure' || paths.length === 0) return node;
  const top = paths.map((path) => [path.split(/[.[]/)[0] ?? '', () => any] as const);
  return { ...node, members: new Map([...node.members, ...top]) };
}
