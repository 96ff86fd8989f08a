/** `flotilla simulate`: a simulated organization, served until it is stopped. */

import { once } from 'node:events';
import {
  type FaultRule,
  parseFaults,
  type SimulatedOrganization,
  simulateOrganization,
} from '../../../simulator/index.ts';
import type { CommandContext } from '../../command-context.ts';
import type { RunOf } from '../../define-command.ts';
import type { Io } from '../../io.ts';
import type { DocumentView } from '../../output/printer.ts';
import { styleFor } from '../../output/style.ts';
import { count, shellWord } from '../../output/text.ts';
import { readText } from '../../read-text.ts';
import type { command, ServedOrganization } from './command.ts';
import { checkDemo, type ProfileFiles, seedDemo, writeProfiles } from './demo.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { port = 4566, accounts = 120, seed = '1', pageSize = 20, latencyMs = 0 } = options;
  const { io } = context;
  if (options.demo) checkDemo(seed, accounts);
  let url = '';
  const organization = simulateOrganization({
    accounts,
    seed,
    pageSize,
    latencyMs,
    ...(options.realBuilds && { realBuilds: { endpoint: () => url, ...pathOf(io) } }),
    onBug: (error) => context.warn(`the simulator has a bug: ${describe(error)}`),
  });
  if (options.demo) await seedDemo(organization);
  // Faults start after the setup.
  for (const fault of faultsIn(options.faults)) organization.fault(fault);
  const served = await organization.serve({ port });
  url = served.url;
  const releaseBuilds = io.onExit(organization.stopBuilds);
  try {
    if (options.demo) await serveDemo(url, organization, context);
    else await serveUntilStopped(url, organization, context, {});
  } finally {
    organization.stopBuilds();
    releaseBuilds();
    await served.close();
  }
  return { summary: `stopped after ${count(organization.journal.total, 'call')}` };
};

/** Serves it with the profiles that the guides use. Their files are deleted also when the process ends at once. */
async function serveDemo(
  url: string,
  organization: SimulatedOrganization,
  context: CommandContext,
): Promise<void> {
  const profiles = writeProfiles(organization);
  const release = context.io.onExit(profiles.remove);
  try {
    await serveUntilStopped(url, organization, context, profiles.environment);
  } finally {
    profiles.remove();
    release();
  }
}

async function serveUntilStopped(
  url: string,
  organization: SimulatedOrganization,
  context: CommandContext,
  profiles: ProfileFiles['environment'],
): Promise<void> {
  context.print(describeServed(url, organization, profiles), exportView);
  context.note(welcome(url, organization, context.io));
  if (!context.signal.aborted) await once(context.signal, 'abort');
}

function faultsIn(path: string | undefined): readonly FaultRule[] {
  return path === undefined ? [] : parseFaults(readText('--faults', path), path);
}

function pathOf({ env }: Io): { readonly path?: string } {
  return env.PATH === undefined ? {} : { path: env.PATH };
}

/** Some clients know only one of the two names of the region. */
function describeServed(
  url: string,
  organization: SimulatedOrganization,
  profiles: ProfileFiles['environment'],
): ServedOrganization {
  const { credentials, region } = organization.access();
  return {
    url,
    managementAccountId: organization.managementAccountId,
    accounts: organization.accounts().length,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      ...profiles,
    },
  };
}

const exportView: DocumentView<ServedOrganization> = {
  tables: () => [],
  text: ({ environment }) =>
    Object.entries(environment)
      .map(([name, value]) => `export ${name}=${shellWord(value)}\n`)
      .join(''),
  rows: ({ environment }) => Object.entries(environment).map(([name, value]) => ({ name, value })),
};

function welcome(url: string, organization: SimulatedOrganization, io: Io): string {
  const { bold, dim } = styleFor(io.stderr, io);
  const { managementAccountId } = organization;
  const accounts = count(organization.accounts().length, 'account');
  return [
    `${bold(`An organization of ${accounts}`)} is served at ${url}, management account ${managementAccountId}.`,
    'Paste the lines above into another terminal and try: flotilla accounts',
    dim('Ctrl-C stops it; nothing is kept.'),
  ].join('\n');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
