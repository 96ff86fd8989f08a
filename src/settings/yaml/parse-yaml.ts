/**
 * Parses YAML into a tree with positions. The library only splits the text; `plain-scalar.ts` decides what an unquoted
 * word means, because a library that converts numbers loses how they were written.
 */

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLMap,
} from 'yaml';
import type { Findings, SourcePosition } from '../problem.ts';
import type { MappingEntry, MappingNode, ScalarNode, YamlNode } from './node.ts';
import { resolvePlain } from './plain-scalar.ts';

interface YamlReadContext {
  readonly findings: Findings;
  readonly at: (offset: number | undefined) => SourcePosition;
  /** Nodes that are complete. An anchor whose node is not complete is still being read: an alias to it is a cycle. */
  readonly known: Map<unknown, YamlNode>;
  /** Kept here because the library would search the whole text for each alias. */
  readonly anchors: Map<string, unknown>;
}

const nowhere: SourcePosition = { line: 1, column: 1 };

/** Returns undefined when the text is not YAML; its errors have been reported then. */
export function parseYaml(text: string, findings: Findings): YamlNode | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.1',
    uniqueKeys: false,
    prettyErrors: false,
    strict: false,
    lineCounter: lines,
  });
  const at = (offset: number | undefined) => position(lines, offset);
  for (const { message, pos } of document.errors) {
    findings.problem({ at: at(pos[0]), path: '', message: syntaxMessage(message) });
  }
  if (document.errors.length > 0) return undefined;
  return readNode(document.contents, {
    findings,
    at,
    known: new Map(),
    anchors: new Map(),
  });
}

function syntaxMessage(message: string): string {
  if (!message.includes('multiple documents')) return `invalid YAML: ${message}`;
  return 'a second document begins here; a file has one document, so remove the line ---';
}

function position(lines: LineCounter, offset: number | undefined): SourcePosition {
  if (offset === undefined) return nowhere;
  const { line, col } = lines.linePos(offset);
  return line === 0 ? nowhere : { line, column: col };
}

function readNode(node: unknown, reading: YamlReadContext): YamlNode {
  if (isAlias(node)) return readAlias(node, reading);
  const done = reading.known.get(node);
  if (done) return done;
  const anchor = (node as { readonly anchor?: string } | null)?.anchor;
  if (anchor !== undefined) reading.anchors.set(anchor, node);
  const read = readFresh(node, reading);
  reading.known.set(node, read);
  return read;
}

function readAlias(
  { source, range }: Alias,
  { anchors, known, findings, at }: YamlReadContext,
): YamlNode {
  const place = at(range?.[0]);
  const target = known.get(anchors.get(source));
  if (target) return target;
  const message = anchors.has(source)
    ? `the alias *${source} is inside of the value that it names`
    : `no anchor &${source} above, so *${source} is undefined`;
  findings.problem({ at: place, path: '', message });
  return nothingAt(place);
}

function readFresh(node: unknown, reading: YamlReadContext): YamlNode {
  if (isMap(node)) return readMapping(node, reading);
  if (isSeq(node)) {
    const items = node.items.map((item) => readNode(item, reading));
    return { kind: 'list', items, at: reading.at(node.range?.[0]) };
  }
  return isScalar(node) ? readScalar(node, reading) : nothingAt(nowhere);
}

function readScalar(node: Scalar, { at, findings }: YamlReadContext): ScalarNode {
  const source = typeof node.value === 'string' ? node.value : String(node.value ?? '');
  const place = { kind: 'scalar', source, at: at(node.range?.[0]) } as const;
  const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
  if (tag !== undefined && !ordinaryTags.has(tag)) {
    const message = `"${tag} ${source}": the tag ${tag} is not supported; remove it`;
    findings.problem({ at: place.at, path: '', message });
  }
  if (tag === '!!str' || tag === '!' || (node.type !== Scalar.PLAIN && !tag)) {
    return { ...place, type: 'text', value: source };
  }
  return { ...place, ...resolvePlain(source) };
}

const ordinaryTags = new Set(['!', '!!str', '!!int', '!!float', '!!bool', '!!null', '!!timestamp']);

function nothingAt(at: SourcePosition): ScalarNode {
  return { kind: 'scalar', type: 'null', value: null, source: '', at };
}

function readMapping(node: YAMLMap, reading: YamlReadContext): MappingNode {
  const entries = new Map<string, MappingEntry>();
  const merged: YamlNode[] = [];
  for (const pair of node.items) {
    const entry = readEntry(pair, reading);
    if (!entry) continue;
    if (entry.key === '<<') merged.push(entry.value);
    else reportDuplicate(entries.get(entry.key), entry, reading);
    if (entry.key !== '<<') entries.set(entry.key, entry);
  }
  for (const { key, ...more } of merged.flatMap(mergedEntries)) {
    if (!entries.has(key)) entries.set(key, { key, ...more });
  }
  return { kind: 'mapping', entries: [...entries.values()], at: reading.at(node.range?.[0]) };
}

function readEntry(pair: Pair, reading: YamlReadContext): MappingEntry | undefined {
  const range = (pair.key as { range?: readonly number[] } | null)?.range;
  const key = readNode(pair.key, reading);
  if (key.kind === 'scalar') {
    const keyAt = reading.at(range?.[0]);
    const value = pair.value === null ? nothingAt(keyAt) : readNode(pair.value, reading);
    return { key: key.source, keyAt, value };
  }
  const message = 'a key must be one word; if this is a template, put it in quotes';
  reading.findings.problem({ at: reading.at(range?.[0]), path: '', message });
  return undefined;
}

function reportDuplicate(
  first: MappingEntry | undefined,
  { key, keyAt }: MappingEntry,
  { findings }: YamlReadContext,
): void {
  if (!first) return;
  const message = `"${key}" is given twice: first on line ${first.keyAt.line}; keep one of them`;
  findings.problem({ at: keyAt, path: key, message });
}

/** `<<: *base` and `<<: [*one, *two]`: the first one wins. */
function mergedEntries(node: YamlNode): readonly MappingEntry[] {
  if (node.kind === 'mapping') return node.entries;
  return node.kind === 'list' ? node.items.flatMap(mergedEntries) : [];
}
