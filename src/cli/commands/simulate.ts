/** `flotilla simulate`: an organization to practise on, served until it is stopped. */

import { once } from 'node:events';
import { type FaultRule, parseFaults } from '../../simulator/faults.ts';
import {
  type SimulatedOrganization,
  simulateOrganization,
} from '../../simulator/simulate-organization.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../output/style.ts';
import { count } from '../output/text.ts';
import { readText } from '../read-text.ts';

export interface SimulateGiven {
  readonly port: number;
  readonly accounts: number;
  readonly seed: string;
  readonly pageSize: number;
  /** A file of fault rules. */
  readonly faults?: string;
  readonly latencyMs: number;
  /** Builds of CodeBuild run their buildspecs here. */
  readonly realBuilds?: boolean;
}

export async function simulate(given: SimulateGiven, io: Io): Promise<ExitCode> {
  const { port, accounts, seed, pageSize, latencyMs } = given;
  let url = '';
  const organization = simulateOrganization({
    accounts,
    seed,
    pageSize,
    latencyMs,
    faults: faultsIn(given),
    ...(given.realBuilds && { realBuilds: { endpoint: () => url, ...pathOf(io) } }),
    onBug: (error) => io.stderr.write(`the simulator has a bug: ${describe(error)}\n`),
  });
  const served = await organization.serve({ port });
  url = served.url;
  const release = io.onExit(organization.stopBuilds);
  try {
    io.stdout.write(exportLines(url, organization));
    io.stderr.write(welcome(url, organization, io));
    if (!io.signal.aborted) await once(io.signal, 'abort');
  } finally {
    organization.stopBuilds();
    release();
    await served.close();
  }
  io.stderr.write(`stopped after ${count(organization.journal.total, 'call')}\n`);
  return exitCode.done;
}

function faultsIn({ faults }: SimulateGiven): readonly FaultRule[] {
  return faults === undefined ? [] : parseFaults(readText('--faults', faults), faults);
}

function pathOf({ env }: Io): { readonly path?: string } {
  return env.PATH === undefined ? {} : { path: env.PATH };
}

/** What any AWS client reads; some know only one of the two names of the region. */
function exportLines(url: string, organization: SimulatedOrganization): string {
  const { credentials, region } = organization.access();
  const lines = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  return Object.entries(lines)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join('');
}

function welcome(url: string, organization: SimulatedOrganization, io: Io): string {
  const { bold, dim } = styleFor(io.stderr, io);
  const { managementAccountId } = organization;
  const accounts = count(organization.accounts().length, 'account');
  return [
    `${bold(`An organization of ${accounts}`)} is served at ${url}, management account ${managementAccountId}.`,
    'Paste the lines above into another terminal and try: flotilla accounts',
    dim('Ctrl-C stops it; nothing is kept.'),
    '',
  ].join('\n');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
