/** `flotilla settings import`: the settings of an installation that exists, from its parameters. */

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Fleet, openFleet } from '../../../../aws/open-fleet.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { importSettings, type StoredParameter } from '../../../../settings/import-settings.ts';
import type { RunOf } from '../../../define-command.ts';
import type { DocumentView } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import type { command, SettingsImport } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { environment, out = environment, overwrite } = options;
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const { accountId } = await fleet.caller();
    const region = await regionOf(fleet);
    const parameters = await readParameters(fleet, `/${environment}`, context.signal);
    if (parameters.length === 0) throw nothingFound(environment, accountId, region);
    const imported = importSettings({ environment, accountId, region, parameters });
    await writeFiles(resolve(context.io.folder, out), { files: imported.files, overwrite });
    const { files, ...counts } = imported;
    const paths = [...files.keys()].map((name) => join(out, name));
    context.print<SettingsImport>(
      {
        environment,
        accountId,
        region,
        ...counts,
        files: paths,
        missing: [...counts.missing],
        ignored: [...counts.ignored],
      },
      view,
    );
    return {
      summary: `${count(counts.organizationalUnits, 'organizational unit')} and ${count(counts.accounts, 'account')} written to ${out}`,
      hint: `next: replace each TODO, then flotilla settings validate ${join(out, 'settings.yaml')}`,
    };
  } finally {
    fleet.close();
  }
};

async function regionOf(fleet: Fleet): Promise<string> {
  const region = await fleet.region();
  if (region !== undefined) return region;
  throw new FlotillaError(
    'InvalidInput',
    'no region is configured; give --region, the region of the installation',
  );
}

type Parameter = Readonly<Partial<Record<'Name' | 'Value' | 'Type', string>>>;

/** Secrets stay encrypted. */
async function readParameters(
  fleet: Fleet,
  path: string,
  signal: AbortSignal,
): Promise<readonly StoredParameter[]> {
  const found: StoredParameter[] = [];
  const pages = fleet
    .generic('ssm')
    .pages('GetParametersByPath', { Path: path, Recursive: true }, signal);
  for await (const { Parameters = [] } of pages) {
    for (const { Name = '', Value = '', Type } of Parameters as readonly Parameter[]) {
      found.push({ name: Name, value: Value, isSecret: Type === 'SecureString' });
    }
  }
  return found;
}

function nothingFound(environment: string, accountId: string, region: string): FlotillaError {
  return new FlotillaError(
    'InvalidInput',
    `account ${accountId}, ${region} has no parameters below /${environment}; check the name of the environment, the credentials and the region`,
  );
}

interface WrittenFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly overwrite: boolean;
}

/** Writes nothing when one of the files exists. */
async function writeFiles(folder: string, { files, overwrite }: WrittenFiles): Promise<void> {
  const paths = [...files.keys()].map((name) => join(folder, name));
  const existing = overwrite ? undefined : paths.find((path) => existsSync(path));
  if (existing !== undefined) {
    const message = `${existing} exists; replace it with --overwrite, or choose another folder with --out`;
    throw new FlotillaError('File', message);
  }
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of files) await writeFile(join(folder, name), text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `--out: cannot write to "${folder}" (${code}); check the path`;
    throw new FlotillaError('File', message, { cause });
  }
}

const view: DocumentView<SettingsImport> = {
  tables: () => [],
  text: ({ files, missing, ignored }) =>
    [
      ...files,
      ...missing.map((key) => `TODO: ${key}`),
      ...ignored.map((name) => `not imported: ${name}`),
      '',
    ].join('\n'),
};
