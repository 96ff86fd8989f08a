/** The files that the settings name: buildspecs, documents and CSV files. */

import { checkCsvTags, tagPrefixOf } from './check-entries.ts';
import { readCsv } from './csv/read-csv.ts';
import {
  besideSettings,
  besideSettingsOrWorkingFolder,
  type FoundFile,
  findFile,
  type ReadText,
  workingFolderOrBesideSettings,
} from './find-file.ts';
import { checkNoticeTemplate, type EventNotice, eventNotices } from './holder-notices.ts';
import type { CsvFile } from './merge-entries.ts';
import { parseDocument } from './parse-document.ts';
import { type CollectedProblems, type Findings, findingsOf } from './problem.ts';
import type { EndUserDocument, TextFile } from './settings.ts';
import { type MappingNode, type NodePath, nodeAt, pathText } from './yaml/node.ts';

export interface SettingsReadContext {
  /** Of the settings file. */
  readonly path: string;
  readonly readText: ReadText;
  readonly collected: CollectedProblems;
  /** About the settings file. */
  readonly findings: Findings;
  readonly nodes: MappingNode;
}

export interface SettingsFiles {
  readonly preparation: TextFile | undefined;
  readonly purge: TextFile | undefined;
  readonly documents: readonly EndUserDocument[];
  readonly csvFiles: readonly CsvFile[];
  /** By notice, the text of the file. */
  readonly noticeTemplates: Readonly<Partial<Record<EventNotice, string>>>;
}

/** Reads the nodes of the file, so that files are looked for even if the schema has refused another part. */
export async function readFiles(reading: SettingsReadContext): Promise<SettingsFiles> {
  const buildspec = async (key: string) => {
    const found = await namedFile(reading, ['worker', key], besideSettingsOrWorkingFolder);
    return found && { path: found.name, text: found.text };
  };
  return {
    preparation: await buildspec('preparation_buildspec_template_file'),
    purge: await buildspec('purge_buildspec_template_file'),
    documents: await readDocuments(reading),
    csvFiles: await readCsvFiles(reading),
    noticeTemplates: await readNoticeTemplates(reading),
  };
}

async function namedFile(
  { path: settingsPath, nodes, readText, findings }: SettingsReadContext,
  path: NodePath,
  candidates: (settingsPath: string, name: string) => readonly string[],
): Promise<FoundFile | undefined> {
  const node = nodeAt(nodes, path);
  if (node?.kind !== 'scalar' || node.type !== 'text' || node.source.trim() === '')
    return undefined;
  const name = node.source;
  const reference = {
    name,
    candidates: candidates(settingsPath, name),
    at: node.at,
    path: pathText(path),
  };
  return findFile(reference, readText, findings);
}

async function readDocuments(reading: SettingsReadContext): Promise<readonly EndUserDocument[]> {
  const path = ['features', 'with_end_user_documents'];
  const node = nodeAt(reading.nodes, path);
  const found: EndUserDocument[] = [];
  for (const { key } of node?.kind === 'mapping' ? node.entries : []) {
    const file = await namedFile(reading, [...path, key], workingFolderOrBesideSettings);
    if (!file) continue;
    found.push(parseDocument(key, file, findingsOf(file.path, reading.collected)));
  }
  return found.toSorted((one, other) => (one.label < other.label ? -1 : 1));
}

async function readNoticeTemplates(
  reading: SettingsReadContext,
): Promise<Readonly<Partial<Record<EventNotice, string>>>> {
  const texts: Partial<Record<EventNotice, string>> = {};
  for (const notice of eventNotices) {
    const path = ['features', 'with_holder_notice_templates', notice];
    const file = await namedFile(reading, path, besideSettingsOrWorkingFolder);
    if (!file) continue;
    checkNoticeTemplate(notice, file.text, findingsOf(file.path, reading.collected));
    texts[notice] = file.text;
  }
  return texts;
}

async function readCsvFiles(reading: SettingsReadContext): Promise<readonly CsvFile[]> {
  const path = ['features', 'with_csv_files'];
  const node = nodeAt(reading.nodes, path);
  const found: CsvFile[] = [];
  for (const index of node?.kind === 'list' ? node.items.keys() : []) {
    const file = await namedFile(reading, [...path, index], (settings, name) => [
      besideSettings(settings, name),
    ]);
    if (!file) continue;
    const findings = findingsOf(file.path, reading.collected);
    const lines = readCsv(file.text, findings);
    checkCsvTags(lines, tagPrefixOf(reading.nodes), findings);
    found.push({ path: file.path, lines });
  }
  return found;
}
