/** Where the tour takes place: a simulated organization in this process, in which a few things go wrong. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fleet, openFleet } from '../../aws/open-fleet.ts';
import type { CallFaultRule } from '../../simulator/faults.ts';
import {
  type SimulatedOrganization,
  simulateOrganization,
} from '../../simulator/simulate-organization.ts';
import type { Io } from '../io.ts';

export interface Stage {
  readonly io: Io;
  readonly organization: SimulatedOrganization;
  readonly fleet: Fleet;
  /** Where the outcomes are written. */
  readonly outcomes: string;
  /** Nothing goes wrong on demand any more. */
  repair(): void;
}

/** So that the bar is worth watching. In a log nobody watches. */
const watchedLatencyMs = 350;
const unwatchedLatencyMs = 10;

export function raiseStage(io: Io): Stage {
  const latencyMs = io.stderr.isTerminal ? watchedLatencyMs : unwatchedLatencyMs;
  const organization = simulateOrganization({ accounts: 120, seed: 'armada', latencyMs });
  const repairs = faultsFor(organization).map((rule) => organization.fault(rule));
  return {
    io,
    organization,
    fleet: openFleet(organization.access()),
    outcomes: join(mkdtempSync(join(tmpdir(), 'flotilla-tour-')), 'outcomes.ndjson'),
    repair() {
      for (const repair of repairs) repair();
    },
  };
}

/** One of each kind, in accounts that would do well otherwise. */
function faultsFor(organization: SimulatedOrganization): readonly CallFaultRule[] {
  const well = organization
    .accounts()
    .filter(({ state, roleArn }) => state === 'ACTIVE' && roleArn !== undefined);
  const listUsers = { service: 'iam', operation: 'ListUsers' };
  const faults: readonly CallFaultRule['fault'][] = [
    { deny: true },
    { hang: true },
    { error: { code: 'ServiceFailure', message: 'IAM has trouble.', status: 500 } },
  ];
  return faults.map((fault, index) => {
    const account = well[(index + 1) * 20];
    return { ...listUsers, ...(account && { account: account.id }), fault };
  });
}
