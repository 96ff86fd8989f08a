/** Merges all settings entries: those of the file with their defaults, then the values of CSV files for accounts. */

import type { CsvLine } from './csv/read-csv.ts';
import type { WrittenEntry } from './entry-schema.ts';
import type { WrittenFile } from './file-schema.ts';
import { type EntryFallbacks, mergeEntry, type SettingsLayer } from './merge-entry.ts';
import type { SettingOrigin } from './origin.ts';
import type { EntrySettings } from './settings.ts';
import { type MappingNode, type NodePath, positionOf } from './yaml/node.ts';

export interface CsvFile {
  readonly path: string;
  readonly lines: readonly CsvLine[];
}

export interface MergeSources {
  readonly path: string;
  readonly file: WrittenFile;
  readonly nodes: MappingNode;
  readonly csvFiles: readonly CsvFile[];
  readonly common: EntryFallbacks;
}

export interface SettingsEntries {
  readonly organizationalUnits: ReadonlyMap<string, EntrySettings>;
  readonly accounts: ReadonlyMap<string, EntrySettings>;
}

export function mergeEntries(
  from: MergeSources,
  origins: Map<string, SettingOrigin>,
): SettingsEntries {
  const csvLayers = csvLayersOf(from.csvFiles);
  const build = (kind: 'organizational_units' | 'accounts') => {
    const layers = new Map<string, readonly SettingsLayer[]>();
    for (const [index, item] of from.file[kind].entries()) {
      layers.set(item.identifier, [layerOf(from, item, [kind, index], 'item')]);
    }
    const added = kind === 'accounts' ? csvLayers : [];
    for (const [id, layer] of added) layers.set(id, [...(layers.get(id) ?? []), layer]);
    return merged(kind, layers, from, origins);
  };
  return { organizationalUnits: build('organizational_units'), accounts: build('accounts') };
}

function merged(
  kind: 'organizational_units' | 'accounts',
  layers: ReadonlyMap<string, readonly SettingsLayer[]>,
  from: MergeSources,
  origins: Map<string, SettingOrigin>,
): ReadonlyMap<string, EntrySettings> {
  const base = baseLayer(from, kind);
  return new Map(
    [...layers].map(([id, own]) => {
      const { item, origins: found } = mergeEntry(id, [base, ...own], from.common);
      for (const [path, origin] of found) origins.set(`${kind}.${id}.${path}`, origin);
      return [id, item];
    }),
  );
}

/** `nested` is for OUs only, so accounts do not inherit it. */
function baseLayer(from: MergeSources, kind: 'organizational_units' | 'accounts'): SettingsLayer {
  const { nested, ...rest } = from.file.defaults;
  const value = kind === 'accounts' ? rest : from.file.defaults;
  return layerOf(from, value, ['defaults'], 'defaults');
}

function layerOf(
  { path, nodes }: MergeSources,
  value: Partial<WrittenEntry>,
  base: NodePath,
  kind: 'item' | 'defaults',
): SettingsLayer {
  const origin = (within: readonly string[]): SettingOrigin => ({
    kind,
    at: { file: path, ...positionOf(nodes, [...base, ...within]) },
  });
  return { value, origin };
}

interface CsvPart {
  readonly values: Map<string, { readonly text: string; readonly origin: SettingOrigin }>;
}

/** In the order of files and lines: the last value wins. */
function csvLayersOf(files: readonly CsvFile[]): ReadonlyMap<string, SettingsLayer> {
  const parts = new Map<string, CsvPart>();
  for (const { path, lines } of files) {
    for (const line of lines) {
      const part = parts.get(line.accountId) ?? { values: new Map() };
      parts.set(line.accountId, part);
      add(line, path, part);
    }
  }
  return new Map([...parts].map(([id, part]) => [id, csvLayer(part)]));
}

const places = {
  Tag: ['account_tags'],
  Preparation: ['preparation', 'variables'],
  Purge: ['purge', 'variables'],
} as const;

function add({ values }: CsvLine, file: string, part: CsvPart): void {
  for (const { column, text, at } of values) {
    if (column.label === 'Account' || (column.label === 'Note' && text === '')) continue;
    const path = column.label === 'Note' ? ['note'] : [...places[column.label], column.key];
    const origin: SettingOrigin = { kind: 'csv', at: { file, ...at }, header: column.header };
    part.values.set(JSON.stringify(path), { text, origin });
  }
}

function csvLayer({ values }: CsvPart): SettingsLayer {
  const found = [...values].map(([path, value]) => ({
    path: JSON.parse(path) as readonly string[],
    ...value,
  }));
  const below = (...start: readonly string[]) =>
    Object.fromEntries(
      found
        .filter(
          ({ path }) => path.length > start.length && start.every((step, at) => path[at] === step),
        )
        .map(({ path, text }) => [path.at(-1) ?? '', text]),
    );
  const note = values.get(JSON.stringify(['note']))?.text;
  const value = {
    ...(note !== undefined && { note }),
    account_tags: below('account_tags'),
    preparation: { variables: below('preparation', 'variables') },
    purge: { variables: below('purge', 'variables') },
  };
  const unknown: SettingOrigin = { kind: 'built-in' };
  return { value, origin: (path) => values.get(JSON.stringify(path))?.origin ?? unknown };
}
