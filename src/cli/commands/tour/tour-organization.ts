/** What the tour runs on: a simulated organization in this process with a few faults, and a folder for its files. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallFaultRule } from '../../../simulator/index.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../../simulator/index.ts';
import type { Io } from '../../io.ts';

export interface TourOrganization {
  readonly organization: SimulatedOrganization;
  readonly folder: string;
  /** On a terminal calls take longer, so that the progress bar is worth watching. */
  readonly isWatched: boolean;
  /** Removes the faults. */
  repair(): void;
}

const watchedLatencyMs = 350;
const unwatchedLatencyMs = 10;

export function openTourOrganization({ stderr }: Pick<Io, 'stderr'>): TourOrganization {
  const latencyMs = stderr.isTerminal ? watchedLatencyMs : unwatchedLatencyMs;
  const organization = simulateOrganization({ accounts: 120, seed: 'armada', latencyMs });
  const repairs = faultsFor(organization).map((rule) => organization.fault(rule));
  return {
    organization,
    folder: mkdtempSync(join(tmpdir(), 'flotilla-tour-')),
    isWatched: stderr.isTerminal,
    repair() {
      for (const repair of repairs) repair();
    },
  };
}

/** One of each kind, in accounts that would succeed otherwise. */
function faultsFor(organization: SimulatedOrganization): readonly CallFaultRule[] {
  const healthy = organization
    .accounts()
    .filter(({ state, roleArn }) => state === 'ACTIVE' && roleArn !== undefined);
  const listUsers = { service: 'iam', operation: 'ListUsers' };
  const faults: readonly CallFaultRule['fault'][] = [
    { deny: true },
    { hang: true },
    { error: { code: 'ServiceFailure', message: 'IAM is unavailable.', status: 500 } },
  ];
  return faults.map((fault, index) => {
    const account = healthy[(index + 1) * 20];
    return { ...listUsers, ...(account && { account: account.id }), fault };
  });
}
