/** The files of one account while it is collected: one per format, written in parallel, put in place together. */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { reconFile, recordsFile } from '../layout.ts';
import type { InventoryRecord } from '../record.ts';
import type { FileDraft, InventoryStore } from '../store/store.ts';
import { type ReconOptions, reconRecords } from './recon-record.ts';
import type { RunKey } from './run-start.ts';

/** `recon`: one JSON file per account and day, as consumers of the reference collector read it. */
export type InventoryFormat = 'ndjson' | 'parquet' | 'recon';

/** Turns a finished file of NDJSON into Parquet. */
export type WriteParquet = (ndjsonFile: string, parquetFile: string) => Promise<void>;

export interface AccountFiles {
  write(records: readonly InventoryRecord[]): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

export interface AccountFilesOptions {
  readonly store: InventoryStore;
  readonly run: RunKey;
  readonly accountId: string;
  readonly formats: readonly InventoryFormat[];
  readonly recon: ReconOptions;
  /** By `service type`. */
  readonly entryOf: (record: InventoryRecord) => CatalogueEntry | undefined;
  readonly writeParquet: WriteParquet;
}

export async function openAccountFiles(options: AccountFilesOptions): Promise<AccountFiles> {
  const { store, run, accountId, formats, entryOf, writeParquet } = options;
  const { date, runId } = run;
  const has = (format: InventoryFormat) => formats.includes(format);
  // Parquet is made from NDJSON, even if NDJSON is not kept.
  const lines =
    has('ndjson') || has('parquet')
      ? await store.create(recordsFile(date, runId, accountId, 'ndjson'))
      : undefined;
  const recon = has('recon') ? await store.create(reconFile(date, accountId)) : undefined;
  const ndjson = lines && inBlocks(lines);
  const array = recon && inBlocks(recon);
  let separator = '[';
  /** Complete before the first await: several calls write at the same time. */
  const reconText = (records: readonly InventoryRecord[]): string => {
    let text = '';
    for (const record of records) {
      const entry = entryOf(record);
      for (const line of entry ? reconRecords(entry, record, options.recon) : []) {
        text += `${separator}${JSON.stringify(line)}`;
        separator = ',';
      }
    }
    return text;
  };

  return {
    async write(records) {
      await ndjson?.write(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      await array?.write(reconText(records));
    },
    async finish() {
      if (recon && array) {
        await array.write(separator === '[' ? '[]' : ']');
        await array.end();
        await recon.finish();
      }
      if (!lines) return;
      await ndjson?.end();
      if (has('parquet')) await toParquet(lines);
      if (has('ndjson')) await lines.finish();
      else await lines.discard();
    },
    async discard() {
      await lines?.discard();
      await recon?.discard();
    },
  };

  async function toParquet(ndjson: FileDraft): Promise<void> {
    const parquet = await store.create(recordsFile(date, runId, accountId, 'parquet'));
    await ndjson.flush();
    await parquet.flush();
    await writeParquet(ndjson.file, parquet.file);
    await parquet.finish();
  }
}

/** Most pages of records are small, and a write of a file costs as much as a call. */
const blockLength = 2 ** 16;

/** Writes texts in their order, in blocks. */
function inBlocks(draft: FileDraft) {
  let text = '';
  const end = () => {
    const block = text;
    text = '';
    return draft.write(block);
  };
  return {
    end,
    async write(more: string) {
      text += more;
      if (text.length >= blockLength) await end();
    },
  };
}
