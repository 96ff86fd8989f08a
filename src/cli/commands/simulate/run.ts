/** `flotilla simulate`: a simulated organization, served until it is stopped. */

import { once } from 'node:events';
import {
  type AdjustableClock,
  type AdministeredServer,
  type FaultRule,
  parseFaults,
  type SimulatedOrganization,
  serveAdministered,
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
  const faults = faultsIn(options.faults);
  const onBug = (error: unknown) => context.warn(`the simulator has a bug: ${describe(error)}`);
  let url = '';
  const create = async (clock: AdjustableClock) => {
    const organization = simulateOrganization({
      accounts,
      seed,
      pageSize,
      latencyMs,
      clock,
      ...(options.legacyStatus && { legacyStatus: true }),
      ...(options.realBuilds && { realBuilds: { endpoint: () => url, ...pathOf(io) } }),
      onBug,
    });
    if (options.demo) await seedDemo(organization);
    // Faults start after the setup.
    for (const fault of faults) organization.fault(fault);
    return organization;
  };
  const served = await serveAdministered({ port, create });
  url = served.url;
  const stopBuilds = () => served.organization().stopBuilds();
  const releaseBuilds = io.onExit(stopBuilds);
  try {
    if (options.demo) await serveDemo(served, context);
    else await serveUntilStopped(served, context, {});
  } finally {
    stopBuilds();
    releaseBuilds();
    await served.close();
  }
  return { summary: `stopped after ${count(served.organization().journal.total, 'call')}` };
};

/** Serves it with the profiles that the guides use. Their files are deleted also when the process ends at once. */
async function serveDemo(served: AdministeredServer, context: CommandContext): Promise<void> {
  const profiles = writeProfiles(served.organization());
  const release = context.io.onExit(profiles.remove);
  try {
    await serveUntilStopped(served, context, profiles.environment);
  } finally {
    profiles.remove();
    release();
  }
}

async function serveUntilStopped(
  served: AdministeredServer,
  context: CommandContext,
  profiles: ProfileFiles['environment'],
): Promise<void> {
  context.print(describeServed(served, profiles), exportView);
  context.note(welcome(served.url, served.organization(), context.io));
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
  { url, token, organization: current }: AdministeredServer,
  profiles: ProfileFiles['environment'],
): ServedOrganization {
  const organization = current();
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
      FLOTILLA_SIMULATOR_TOKEN: token,
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
