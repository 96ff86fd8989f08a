/**
 * The settings as one compressed document, which functions read when they start. A deployment of 10,000 accounts does not
 * fit into parameters or a template, and a version of the document is consistent: its location has its digest.
 */

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { Settings } from './settings.ts';

export interface SettingsDocument {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, in hexadecimal digits. */
  readonly digest: string;
}

/** Changes with the shape of `Settings`. */
const version = 1;

interface StoredSettings {
  readonly version: number;
  readonly settings: Omit<Settings, 'organizationalUnits' | 'accounts'> & {
    readonly organizationalUnits: readonly Entry[];
    readonly accounts: readonly Entry[];
  };
}

type Entry =
  Settings['accounts'] extends ReadonlyMap<infer Key, infer Value> ? readonly [Key, Value] : never;

/** The same settings make the same bytes. */
export function writeSettingsDocument(settings: Settings): SettingsDocument {
  const { organizationalUnits, accounts, ...sections } = settings;
  const stored: StoredSettings = {
    version,
    settings: {
      ...sections,
      organizationalUnits: [...organizationalUnits],
      accounts: [...accounts],
    },
  };
  const bytes = gzipSync(JSON.stringify(stored), { level: 9 });
  return { bytes, digest: digestOf(bytes) };
}

/** Throws an `InvalidInput` for other bytes than those with the digest, and for another version. */
export async function readSettingsDocument({ bytes, digest }: SettingsDocument): Promise<Settings> {
  const found = digestOf(bytes);
  if (found !== digest) {
    throw new FlotillaError(
      'InvalidInput',
      `the settings document has the digest ${found}, but ${digest} was deployed; deploy again`,
    );
  }
  // The digest is that of a document that `writeSettingsDocument` made from checked settings.
  const { version: foundVersion, settings } = JSON.parse(
    (await promisify(gunzip)(bytes)).toString('utf8'),
  ) as StoredSettings;
  if (foundVersion !== version) {
    throw new FlotillaError(
      'InvalidInput',
      `the settings document has version ${foundVersion}, and this function reads version ${version}; deploy again`,
    );
  }
  return {
    ...settings,
    organizationalUnits: new Map(settings.organizationalUnits),
    accounts: new Map(settings.accounts),
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
