/** `flotilla simulate`: a simulated organization, served until it is stopped. */

import { once } from 'node:events';
import { type FaultRule, parseFaults } from '../../../simulator/faults.ts';
import {
  type SimulatedOrganization,
  simulateOrganization,
} from '../../../simulator/simulate-organization.ts';
import type { RunOf } from '../../define-command.ts';
import type { Io } from '../../io.ts';
import type { DocumentView } from '../../output/printer.ts';
import { styleFor } from '../../output/style.ts';
import { count } from '../../output/text.ts';
import { readText } from '../../read-text.ts';
import type { command, ServedOrganization } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { port = 4566, accounts = 120, seed = '1', pageSize = 20, latencyMs = 0 } = options;
  const { io } = context;
  let url = '';
  const organization = simulateOrganization({
    accounts,
    seed,
    pageSize,
    latencyMs,
    faults: faultsIn(options.faults),
    ...(options.realBuilds && { realBuilds: { endpoint: () => url, ...pathOf(io) } }),
    onBug: (error) => context.warn(`the simulator has a bug: ${describe(error)}`),
  });
  const served = await organization.serve({ port });
  url = served.url;
  const release = io.onExit(organization.stopBuilds);
  try {
    context.print(describeServed(url, organization), exportView);
    context.note(welcome(url, organization, io));
    if (!context.signal.aborted) await once(context.signal, 'abort');
  } finally {
    organization.stopBuilds();
    release();
    await served.close();
  }
  return { summary: `stopped after ${count(organization.journal.total, 'call')}` };
};

function faultsIn(path: string | undefined): readonly FaultRule[] {
  return path === undefined ? [] : parseFaults(readText('--faults', path), path);
}

function pathOf({ env }: Io): { readonly path?: string } {
  return env.PATH === undefined ? {} : { path: env.PATH };
}

/** Some clients know only one of the two names of the region. */
function describeServed(url: string, organization: SimulatedOrganization): ServedOrganization {
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
    },
  };
}

const exportView: DocumentView<ServedOrganization> = {
  tables: () => [],
  text: ({ environment }) =>
    Object.entries(environment)
      .map(([name, value]) => `export ${name}=${value}\n`)
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
