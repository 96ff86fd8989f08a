/** Values of an option: its choices, or what can be looked up on this machine. Nothing is asked of AWS. */

import type { Io } from '../../io.ts';
import type { Completion, DescribedOption } from '../../options/option.ts';

export interface Candidate {
  readonly value: string;
  readonly help: string;
}

export interface Completions {
  readonly candidates: readonly Candidate[];
  /** What the shell may complete beside them. */
  readonly rest: 'files' | 'folders' | 'nothing';
}

export interface ValuePlace {
  readonly partial: string;
  readonly words: readonly string[];
  readonly io: Io;
}

export async function completeValue(
  { choices, completion, kind }: DescribedOption,
  place: ValuePlace,
): Promise<Completions> {
  if (choices) return { candidates: listed(choices, kind, place), rest: 'nothing' };
  if (completion === 'file') return { candidates: [], rest: 'files' };
  if (completion === 'folder') return { candidates: [], rest: 'folders' };
  if (completion === undefined || completion === 'command')
    return { candidates: [], rest: 'nothing' };
  return { candidates: listed(await lookUp(completion, place), kind, place), rest: 'nothing' };
}

/** A list continues behind its last comma. */
function listed(
  values: readonly (string | Candidate)[],
  kind: DescribedOption['kind'],
  { partial }: ValuePlace,
): readonly Candidate[] {
  const head = kind === 'repeated' ? partial.slice(0, partial.lastIndexOf(',') + 1) : '';
  return values.map((value) => {
    const candidate = typeof value === 'string' ? { value, help: '' } : value;
    return { ...candidate, value: `${head}${candidate.value}` };
  });
}

type LookUp = Exclude<Completion, 'file' | 'folder' | 'command'>;

/** Loaded one by one: a shell waits for it. */
const lookUps: Readonly<
  Record<LookUp, (place: ValuePlace) => Promise<readonly (string | Candidate)[]>>
> = {
  profile: () => profileNames(),
  region: async () => {
    const { partitions } = await import('../../../aws/models/service-model.ts');
    return ['enabled', ...partitions.flatMap(({ regions }) => regions)];
  },
  service: async () => {
    const { loadCatalogue } = await import('../../../inventory/catalogue/catalogue.ts');
    return [...new Set(loadCatalogue().entries.map(({ service }) => service))];
  },
  type: async () => {
    const { loadCatalogue } = await import('../../../inventory/catalogue/catalogue.ts');
    return loadCatalogue().entries.map(({ key, type }) => ({ value: key, help: type }));
  },
  'settings-entry': settingsEntries,
};

/** What cannot be read has no candidates. */
async function lookUp(
  completion: LookUp,
  place: ValuePlace,
): Promise<readonly (string | Candidate)[]> {
  try {
    return await lookUps[completion](place);
  } catch {
    return [];
  }
}

async function profileNames(): Promise<readonly string[]> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
    (name) => !name.includes('.'),
  );
}

/** Accounts and OUs of the settings file that the words name, or the default one. */
async function settingsEntries({ words, io }: ValuePlace): Promise<readonly Candidate[]> {
  const { loadSettings } = await import('../../../settings/read-settings.ts');
  const at = words.indexOf('--settings');
  const path = (at >= 0 ? words[at + 1] : undefined) ?? (io.env.SETTINGS || 'settings.yaml');
  const { accounts, organizationalUnits } = await loadSettings({ path });
  const entries = [...accounts, ...organizationalUnits];
  return entries.map(([id, { note = '' }]) => ({ value: id, help: note }));
}
