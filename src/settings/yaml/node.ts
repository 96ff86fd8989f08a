/** YAML as a tree in which every node has its position. */

import type { SourcePosition } from '../problem.ts';
import type { ScalarType } from './plain-scalar.ts';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly value: string | number | boolean | null;
  /** As the file has it, without quotes. */
  readonly source: string;
  /** Of numbers that YAML reads differently than they are written: `10` of `012`. */
  readonly number?: string;
  readonly at: SourcePosition;
}

interface ListNode {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly at: SourcePosition;
}

export interface MappingEntry {
  readonly key: string;
  readonly keyAt: SourcePosition;
  readonly value: YamlNode;
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly entries: readonly MappingEntry[];
  readonly at: SourcePosition;
}

export type YamlNode = ScalarNode | ListNode | MappingNode;

export type NodePath = readonly (string | number)[];

export function entryOf(node: YamlNode | undefined, key: string): MappingEntry | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key === key) : undefined;
}

export function nodeAt(node: YamlNode | undefined, path: NodePath): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((parent, step) => {
    if (typeof step === 'string') return entryOf(parent, step)?.value;
    return parent?.kind === 'list' ? parent.items[step] : undefined;
  }, node);
}

/** Position of the value, or of the nearest ancestor in the file. */
export function positionOf(root: YamlNode, path: NodePath): SourcePosition {
  for (let length = path.length; length > 0; length--) {
    const found = nodeAt(root, path.slice(0, length));
    if (found && length === path.length) return found.at;
    if (found) return keyPositionOf(root, path.slice(0, length));
  }
  return root.at;
}

/** Position of the key that leads to it; of the element itself in a list. */
export function keyPositionOf(root: YamlNode, path: NodePath): SourcePosition {
  const last = path.at(-1);
  const parent = nodeAt(root, path.slice(0, -1));
  const entry = typeof last === 'string' ? entryOf(parent, last) : undefined;
  return entry?.keyAt ?? positionOf(root, path);
}

/** `accounts[2].account_tags.cost-center` */
export function pathText(path: NodePath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** The value without positions. Values that aliases share stay shared, so that a few lines cannot become gigabytes. */
export function plainValue(node: YamlNode, seen = new Map<YamlNode, unknown>()): unknown {
  if (node.kind === 'scalar') return node.value;
  const known = seen.get(node);
  if (known !== undefined) return known;
  const value =
    node.kind === 'list'
      ? node.items.map((item) => plainValue(item, seen))
      : Object.fromEntries(node.entries.map((entry) => [entry.key, plainValue(entry.value, seen)]));
  seen.set(node, value);
  return value;
}
