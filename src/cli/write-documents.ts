/** Writes JSON documents into a folder, one file each. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { DocumentView } from './output/printer.ts';

/** By file name. */
export type JsonDocuments = Readonly<Record<string, object>>;

export const documentsView: DocumentView<JsonDocuments> = {
  tables: () => [],
  text: documentText,
  rows: (documents) => Object.entries(documents).map(([file, document]) => ({ file, document })),
};

/** Creates the folder. Throws a `FlotillaError` that names `--out`. */
export async function writeDocuments(folder: string, documents: JsonDocuments): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, document] of Object.entries(documents)) {
      await writeFile(join(folder, name), documentText(document));
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `--out: cannot write to "${folder}" (${code}); check the path`;
    throw new FlotillaError('File', message, { cause });
  }
}

function documentText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
