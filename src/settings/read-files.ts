/** The files that the settings name: buildspecs, documents and CSV files. */

import { checkCsvTags, tagPrefixOf } from './check-items.ts';
import { readCsv } from './csv/read-csv.ts';
import {
  beside,
  besideOrHere,
  type FoundFile,
  findFile,
  hereOrBeside,
  type ReadText,
} from './find-file.ts';
import type { CsvFile } from './merge-items.ts';
import { type Collected, type Findings, findingsOf } from './problem.ts';
import type { TextFile } from './settings.ts';
import { type MappingNode, nodeAt, type Path, pathText } from './yaml/node.ts';

export interface Reading {
  /** Of the settings file. */
  readonly path: string;
  readonly readText: ReadText;
  readonly collected: Collected;
  /** About the settings file. */
  readonly findings: Findings;
  readonly nodes: MappingNode;
}

export interface Files {
  readonly preparation: TextFile | undefined;
  readonly purge: TextFile | undefined;
  /** By label, the path that was found. */
  readonly documents: Readonly<Record<string, string>>;
  readonly csvFiles: readonly CsvFile[];
}

/** Looks at what the nodes say, so that files are looked for even where the schema has refused something else. */
export async function readFiles(reading: Reading): Promise<Files> {
  const buildspec = async (key: string) => {
    const found = await wantedFile(reading, ['worker', key], besideOrHere);
    return found && { path: found.name, text: found.text };
  };
  return {
    preparation: await buildspec('preparation_buildspec_template_file'),
    purge: await buildspec('purge_buildspec_template_file'),
    documents: await findDocuments(reading),
    csvFiles: await readCsvFiles(reading),
  };
}

async function wantedFile(
  { path: settingsPath, nodes, readText, findings }: Reading,
  path: Path,
  candidates: (settingsPath: string, name: string) => readonly string[],
): Promise<FoundFile | undefined> {
  const node = nodeAt(nodes, path);
  if (node?.kind !== 'scalar' || node.type !== 'text' || node.source.trim() === '')
    return undefined;
  const name = node.source;
  const wanted = {
    name,
    candidates: candidates(settingsPath, name),
    at: node.at,
    path: pathText(path),
  };
  return findFile(wanted, readText, findings);
}

async function findDocuments(reading: Reading): Promise<Readonly<Record<string, string>>> {
  const path = ['features', 'with_end_user_documents'];
  const node = nodeAt(reading.nodes, path);
  const found: [string, string][] = [];
  for (const { key } of node?.kind === 'mapping' ? node.entries : []) {
    const file = await wantedFile(reading, [...path, key], hereOrBeside);
    if (file) found.push([key, file.path]);
  }
  return Object.fromEntries(found);
}

async function readCsvFiles(reading: Reading): Promise<readonly CsvFile[]> {
  const path = ['features', 'with_csv_files'];
  const node = nodeAt(reading.nodes, path);
  const found: CsvFile[] = [];
  for (const index of node?.kind === 'list' ? node.items.keys() : []) {
    const file = await wantedFile(reading, [...path, index], (settings, name) => [
      beside(settings, name),
    ]);
    if (!file) continue;
    const findings = findingsOf(file.path, reading.collected);
    const lines = readCsv(file.text, findings);
    checkCsvTags(lines, tagPrefixOf(reading.nodes), findings);
    found.push({ path: file.path, lines });
  }
  return found;
}
