/** Parses a document for the holders of accounts: Markdown, perhaps after front matter with a title. */

import { createHash } from 'node:crypto';
import type { FoundFile } from './find-file.ts';
import type { Findings } from './problem.ts';
import type { EndUserDocument } from './settings.ts';

const fence = /^---[ \t]*\r?\n/;
const frontMatter = /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m;

export function parseDocument(
  label: string,
  { path, text: content }: FoundFile,
  findings: Findings,
): EndUserDocument {
  const problem = (line: number, message: string) =>
    findings.problem({ at: { line, column: 1 }, path: label, message });
  const [matter = '', fields = ''] = (fence.test(content) && frontMatter.exec(content)) || [];
  const text = content.slice(matter.length).trim();
  if (fence.test(content) && matter === '') {
    problem(1, `the front matter of the document ${label} has no end: add a line with ---`);
  } else if (text === '') {
    problem(matter.split('\n').length, `the document ${label} is empty`);
  }
  const digest = createHash('sha256').update(content).digest('hex');
  return { label, path, title: titleOf(fields) ?? headingOf(text) ?? label, text, digest };
}

function titleOf(fields: string): string | undefined {
  return /^title:[ \t]*(["']?)(\S.*?)\1[ \t]*\r?$/m.exec(fields)?.[2];
}

function headingOf(text: string): string | undefined {
  return /^# +(\S.*?)[ \t]*\r?$/m.exec(text)?.[1];
}
