import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FlotillaError } from '../model/flotilla-error.ts';
import { loadSettings } from './read-settings.ts';
import { readSettingsDocument, writeSettingsDocument } from './settings-document.ts';

const example = new URL('../../examples/settings/settings.yaml', import.meta.url).pathname;

function documentOf(value: unknown) {
  const bytes = gzipSync(JSON.stringify(value));
  return { bytes, digest: createHash('sha256').update(bytes).digest('hex') };
}

test('functions read the settings that were deployed, every entry included', async () => {
  const settings = await loadSettings({ path: example });
  const read = await readSettingsDocument(writeSettingsDocument(settings));
  expect(read).toEqual(settings);
  expect([...read.accounts.keys()]).toEqual([...settings.accounts.keys()]);
});

test('the same settings make the same document', async () => {
  const write = async () => writeSettingsDocument(await loadSettings({ path: example })).digest;
  expect(await write()).toBe(await write());
});

test('other bytes than those that were deployed are refused', async () => {
  const { bytes, digest } = writeSettingsDocument(await loadSettings({ path: example }));
  const changed = Uint8Array.from(bytes);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  const refused = readSettingsDocument({ bytes: changed, digest });
  await expect(refused).rejects.toThrow(FlotillaError);
  await expect(refused).rejects.toThrow(`but ${digest} was deployed; deploy again`);
});

test('a document of another version is refused by its version', async () => {
  const settings = { organizationalUnits: [], accounts: [] };
  await expect(readSettingsDocument(documentOf({ version: 2, settings }))).rejects.toThrow(
    'the settings document has version 2, and this function reads version 1; deploy again',
  );
});
