/** Where reports are written: the reports bucket, or a folder. An object is written completely, or not at all. */

import { createHash } from 'node:crypto';

export interface ReportObject {
  readonly key: string;
  readonly contentType: string;
  readonly body: string | Buffer;
}

export interface ReportStore {
  /** `s3://bucket`, or the path of the folder. */
  readonly name: string;
  put(object: ReportObject): Promise<void>;
  /** Undefined: there is no such object. */
  read(key: string): Promise<string | undefined>;
}

/** An object that was written. */
export interface WrittenObject {
  readonly key: string;
  readonly bytes: number;
  /** Of its content, in hexadecimal. */
  readonly sha256: string;
}

export const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/**
 * Writes the objects one after the other, and the announcement when all of them are there. When one cannot be written,
 * the announcement of the previous time remains: its digests show which objects are newer.
 */
export async function publishReport(
  store: ReportStore,
  objects: Iterable<ReportObject> | AsyncIterable<ReportObject>,
  announcement: (written: readonly WrittenObject[]) => ReportObject,
): Promise<readonly WrittenObject[]> {
  const written: WrittenObject[] = [];
  for await (const object of objects) {
    await store.put(object);
    const body = Buffer.from(object.body);
    const sha256 = createHash('sha256').update(body).digest('hex');
    written.push({ key: object.key, bytes: body.length, sha256 });
  }
  await store.put(announcement(written));
  return written;
}
