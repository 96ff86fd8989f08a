/**
 * Normalizes the top of the file. `section: {key: value}` and `section_key: value` mean the same in any order, and so
 * does `environment: {identifier: x}`: keys are flattened first.
 */

import { nearest } from '../model/nearest.ts';
import { fileSchema, sections } from './file-schema.ts';
import type { Findings } from './problem.ts';
import type { MappingEntry, MappingNode, YamlNode } from './yaml/node.ts';

/** The section and key of a value: `['automation', 'region']`. */
type Target = readonly [string] | readonly [string, string];

const sectionNames = Object.keys(sections);

/** By flattened key. */
const targets: ReadonlyMap<string, Target> = new Map<string, Target>([
  ['environment_identifier', ['environment_identifier']],
  ...Object.entries(sections).flatMap(([section, { shape }]) =>
    Object.keys(shape).map((key): [string, Target] => [`${section}_${key}`, [section, key]]),
  ),
]);

/** Kept as they are; everything else is flattened. */
const whole = ['defaults', 'organizational_units', 'accounts'];

/** Keys whose empty text is a value. */
const mayBeEmpty = /^(automation_(cockpit|resource)_|reporting_|features_with_tag_prefix$)/;

interface Flat extends MappingEntry {
  /** As the file has it: `automation.region` or `automation_region`. */
  readonly written: string;
}

export function normalizeSections(root: MappingNode, findings: Findings): MappingNode {
  const kept = root.entries.filter(({ key, value }) => whole.includes(key) && !isEmpty(value));
  const places = new Map<string, MappingEntry[]>();
  const seen = new Map<string, Flat>();
  for (const flat of root.entries.flatMap((entry) => flatten(entry, findings))) {
    const target = targets.get(flat.key);
    if (!target) reportUnknownKey(flat, findings);
    else if (seen.has(flat.key)) reportDuplicate(flat, seen.get(flat.key), findings);
    else if (!isAbsent(flat)) place(target, flat, places);
    seen.set(flat.key, flat);
  }
  const top = places.get('') ?? [];
  return { ...root, entries: [...top, ...sectionEntries(root, places), ...kept] };
}

function place(
  [section, key]: Target,
  { keyAt, value }: MappingEntry,
  places: Map<string, MappingEntry[]>,
): void {
  const [into, name] = key === undefined ? ['', section] : [section, key];
  places.set(into, [...(places.get(into) ?? []), { key: name, keyAt, value }]);
}

/** Returns an entry for every section, so that the keys that an absent section requires are reported one by one. */
function sectionEntries(
  root: MappingNode,
  places: Map<string, MappingEntry[]>,
): readonly MappingEntry[] {
  return sectionNames.map((key) => {
    const written = root.entries.find((entry) => entry.key === key);
    const keyAt = written?.keyAt ?? root.at;
    return { key, keyAt, value: { kind: 'mapping', entries: places.get(key) ?? [], at: keyAt } };
  });
}

function flatten({ key, keyAt, value }: MappingEntry, findings: Findings): readonly Flat[] {
  if (whole.includes(key)) return [];
  if (sectionNames.includes(key) && value.kind !== 'mapping') {
    if (!isNull(value)) {
      const message = `${key} must be a mapping: put its keys below it, indented`;
      findings.problem({ at: value.at, path: key, message });
    }
    return [];
  }
  if (value.kind !== 'mapping' || targets.has(key)) return [{ key, keyAt, value, written: key }];
  return value.entries.map((entry) => ({
    ...entry,
    key: `${key}_${entry.key}`,
    written: `${key}.${entry.key}`,
  }));
}

function reportUnknownKey({ key, keyAt, written }: Flat, findings: Findings): void {
  const message = `"${written}" is not a key of the settings; ${hintFor(key, written)}`;
  findings.problem({ at: keyAt, path: written, message });
}

/** Suggests the nearest key of the same section, the section that is misspelt, or lists all keys. */
function hintFor(key: string, written: string): string {
  const section = sectionNames.find((name) => key.startsWith(`${name}_`));
  if (section) return hintWithin(section, key.slice(section.length + 1));
  const [first = '', rest] = written.split('.');
  const misspelt = nearest(first, [...Object.keys(fileSchema.shape), ...targets.keys()]);
  if (misspelt === undefined) return `allowed keys are ${Object.keys(fileSchema.shape).join(', ')}`;
  const meant = targets.get(misspelt)?.join('.') ?? misspelt;
  return `did you mean ${rest === undefined ? meant : `${meant}.${rest}`}?`;
}

function hintWithin(section: string, name: string): string {
  const known = [...targets.values()].flatMap(([first, second]) =>
    first === section && second !== undefined ? second : [],
  );
  const meant = nearest(name, known);
  return meant === undefined
    ? `${section} may have ${known.join(', ')}`
    : `did you mean ${section}.${meant}?`;
}

function reportDuplicate(
  { keyAt, written }: Flat,
  first: Flat | undefined,
  findings: Findings,
): void {
  const message = `"${written}" is given twice: first on line ${first?.keyAt.line}; keep one of them`;
  findings.problem({ at: keyAt, path: written, message });
}

function isAbsent({ key, value }: Flat): boolean {
  return isNull(value) || (isEmptyText(value) && !mayBeEmpty.test(key));
}

/** An empty mapping is accepted as an empty list. */
function isEmpty(node: YamlNode): boolean {
  return isNull(node) || (node.kind === 'mapping' && node.entries.length === 0);
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

function isEmptyText(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === '';
}
