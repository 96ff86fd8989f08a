/**
 * Prepares settings entries for the schema: numbers become the text that they are written as, booleans of builds become
 * words, and empty values become empty collections.
 */

import type { Findings } from './problem.ts';
import {
  entryOf,
  type MappingEntry,
  type MappingNode,
  type ScalarNode,
  type YamlNode,
} from './yaml/node.ts';

const empties: Readonly<Record<string, YamlNode['kind']>> = {
  account_tags: 'mapping',
  preparation: 'mapping',
  purge: 'mapping',
  schedule: 'mapping',
  policies: 'mapping',
  deadlines: 'mapping',
  variables: 'mapping',
  unset_tags: 'list',
  regions: 'list',
  blackout_dates: 'list',
};

/** Returns the file with its entries, defaults and tags as text. */
export function withTexts(file: MappingNode, findings: Findings): MappingNode {
  const base = entryOf(file, 'defaults')?.value;
  return mapEntries(file, ({ key, value }) => {
    if (key === 'automation') return inMapping(value, 'tags', (tags) => texts(tags, findings));
    if (key === 'defaults') return entryTexts(value, findings);
    if (key !== 'accounts' && key !== 'organizational_units') return value;
    return inList(value, (item) => entryTexts(withIdentifier(item, base), findings));
  });
}

function entryTexts(item: YamlNode, findings: Findings): YamlNode {
  return mapEntries(item, ({ key, value }) => {
    const filled = notEmpty(key, value);
    if (key === 'note') return isNull(filled) ? emptyText(filled) : filled;
    if (key === 'account_tags') return texts(filled, findings);
    if (key === 'preparation' || key === 'purge') {
      return inMapping(filled, 'variables', (variables) =>
        variableTexts(notEmpty('variables', variables), findings),
      );
    }
    return filled;
  });
}

/** Values of `defaults` are copied into an entry that does not have them, the identifier included. */
function withIdentifier(item: YamlNode, base: YamlNode | undefined): YamlNode {
  const inherited = entryOf(base, 'identifier');
  if (!inherited || item.kind !== 'mapping' || entryOf(item, 'identifier')) return item;
  return { ...item, entries: [inherited, ...item.entries] };
}

function notEmpty(key: string, value: YamlNode): YamlNode {
  const kind = empties[key];
  if (!isNull(value) || kind === undefined) return value;
  return kind === 'list'
    ? { kind: 'list', items: [], at: value.at }
    : { kind: 'mapping', entries: [], at: value.at };
}

/** Tags: a number becomes its text, if it is a number in all versions of YAML. */
function texts(node: YamlNode, findings: Findings): YamlNode {
  return mapEntries(node, ({ value }) => asText(value, findings));
}

function variableTexts(node: YamlNode, findings: Findings): YamlNode {
  return mapEntries(node, ({ value }) => {
    const isBoolean = value.kind === 'scalar' && value.type === 'boolean';
    if (isBoolean) return { ...value, type: 'text', value: value.value ? 'True' : 'False' };
    return asText(value, findings);
  });
}

/** As it is written; `012` and `12:30` are other numbers in YAML 1.1, which is a warning. */
function asText(node: YamlNode, findings: Findings): YamlNode {
  if (node.kind !== 'scalar' || !(node.type === 'integer' || node.type === 'float')) return node;
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(node.source)) return textOf(node, node.source);
  const number = node.number ?? node.source;
  if (number !== node.source) {
    const message = `${node.source} without quotes is the number ${number} in YAML 1.1, and is used as that; write "${node.source}" if you mean the text`;
    findings.warning({ at: node.at, path: '', message });
  }
  return textOf(node, number);
}

function textOf(node: ScalarNode, text: string): ScalarNode {
  return { ...node, type: 'text', value: text };
}

function emptyText(node: YamlNode): YamlNode {
  return { kind: 'scalar', type: 'text', value: '', source: '', at: node.at };
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

type Change = (entry: MappingEntry) => YamlNode;

function mapEntries(node: MappingNode, change: Change): MappingNode;
function mapEntries(node: YamlNode, change: Change): YamlNode;
function mapEntries(node: YamlNode, change: Change): YamlNode {
  if (node.kind !== 'mapping') return node;
  const entries = node.entries.map((entry) => ({ ...entry, value: change(entry) }));
  return { ...node, entries };
}

function inMapping(node: YamlNode, name: string, change: (value: YamlNode) => YamlNode): YamlNode {
  return mapEntries(node, ({ key, value }) => (key === name ? change(value) : value));
}

function inList(node: YamlNode, change: (item: YamlNode) => YamlNode): YamlNode {
  return node.kind === 'list' ? { ...node, items: node.items.map(change) } : node;
}
