/** `flotilla infrastructure policies`: every trust and permission as JSON, to be read or to be made by hand. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partitions } from '../../aws/models/service-model.ts';
import { readFacts } from '../../infrastructure/access.ts';
import { documentsOf } from '../../infrastructure/documents.ts';
import type { InfrastructureFacts } from '../../infrastructure/settings.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { entriesFor, fleetsFor } from '../infrastructure/open.ts';
import type { Io } from '../io.ts';
import {
  type InfrastructureGiven,
  identityFlags,
  installationFlags,
  settingsOf,
} from '../options/infrastructure.ts';
import { readFlags } from '../options/named-flags.ts';
import { count } from '../output/text.ts';

export interface PoliciesGiven extends InfrastructureGiven {
  readonly out?: string;
  readonly region?: string;
}

const { billingProfile, securityProfile, ...named } = installationFlags;
const profileFlags = { billingProfile, securityProfile };

export async function infrastructurePolicies(given: PoliciesGiven, io: Io): Promise<ExitCode> {
  const values = readFlags(named, given);
  const facts = await factsFor(given, io);
  // No document says where the bucket is.
  const settings = { ...settingsOf(values), entries: entriesFor(given), region: '' };
  const documents = documentsOf({ settings, facts });
  if (given.out === undefined) io.stdout.write(textOf(documents));
  else await writeAll(given.out, documents, io);
  return exitCode.done;
}

/** With all three ids nothing is asked of AWS; with some, they win over what AWS says. */
async function factsFor(given: PoliciesGiven, io: Io): Promise<InfrastructureFacts> {
  const { billingAccountId, securityAccountId, organizationId } = readFlags(identityFlags, given);
  if (billingAccountId && securityAccountId && organizationId) {
    const partition = partitionOf(given.region);
    return { partition, billingAccountId, securityAccountId, organizationId };
  }
  const profiles = readFlags(profileFlags, given);
  const { billingProfile: billing, securityProfile: security } = profiles;
  const fleets = fleetsFor({ given, billing, security }, io);
  try {
    const { facts } = await readFacts(fleets);
    return {
      partition: facts.partition,
      billingAccountId: billingAccountId ?? facts.billingAccountId,
      securityAccountId: securityAccountId ?? facts.securityAccountId,
      organizationId: organizationId ?? facts.organizationId,
    };
  } finally {
    fleets.billing.close();
    fleets.security.close();
  }
}

function partitionOf(region: string | undefined): string {
  const found = partitions.find(({ regions }) => region !== undefined && regions.includes(region));
  return found?.name ?? 'aws';
}

function textOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function writeAll(
  folder: string,
  documents: Readonly<Record<string, object>>,
  io: Io,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, document] of Object.entries(documents)) {
      await writeFile(join(folder, name), textOf(document));
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `--out: cannot write to "${folder}" (${code}); check the path`,
      {
        cause,
      },
    );
  }
  io.stderr.write(`${count(Object.keys(documents).length, 'file')} written to ${folder}\n`);
}
