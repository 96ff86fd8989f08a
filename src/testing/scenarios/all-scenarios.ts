/** A scenario for every command. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFleet } from '../../aws/open-fleet.ts';
import { simulateOrganization } from '../../simulator/index.ts';
import { fileWith } from '../command-line.ts';
import { settingsFile, settingsText } from '../lifecycle-command-line.ts';
import { deployScenarios } from './deploy-scenarios.ts';
import { infrastructureScenarios } from './infrastructure-scenarios.ts';
import { inventoryScenarios } from './inventory-scenarios.ts';
import { exceptionScenarios, lifecycleScenarios } from './lifecycle-scenarios.ts';
import { prerequisiteScenarios } from './prerequisite-scenarios.ts';
import { reportScenarios } from './report-scenarios.ts';
import type { CommandScenario } from './scenario.ts';

/** Enough accounts that a command works on several at a time and never has all of them begun. */
function organization(accounts = 12) {
  return simulateOrganization({ accounts, seed: 'contract', pageSize: 5 });
}

const tagUser = fileWith(
  `export default async (session) => {
  const iam = session.generic('iam');
  await iam.call('CreateUser', { UserName: 'contract' });
  return session.account.id;
};
`,
  'create-user.mjs',
);

const settingsPath = settingsFile();

const settingsWithPolicy = settingsFile(
  `${settingsText}    policies: {expired: [p-FullAWSAccess]}\n`,
);

export const scenarios: readonly CommandScenario[] = [
  {
    name: 'accounts',
    args: [],
    open: async () => ({ aws: organization().access() }),
  },
  { name: 'organization', args: [], open: async () => ({ aws: organization().access() }) },
  {
    name: 'run',
    args: [tagUser, '--concurrency', '3'],
    async open(accounts) {
      const simulated = organization(accounts);
      return {
        aws: simulated.access(),
        changed: async () => simulated.journal.count('iam:CreateUser'),
      };
    },
  },
  {
    name: 'exec',
    args: ['--concurrency', '3', '--', 'true'],
    async open(accounts) {
      const simulated = organization(accounts);
      return {
        aws: simulated.access(),
        env: { PATH: process.env.PATH },
        changed: async () => simulated.journal.count('sts:AssumeRole'),
      };
    },
  },
  ...inventoryScenarios,
  ...infrastructureScenarios,
  {
    name: 'settings validate',
    args: [settingsWithPolicy, '--policies'],
    open: async () => ({ aws: organization().access() }),
  },
  {
    name: 'settings explain',
    args: ['--settings', settingsPath, '444444444444'],
    async open() {
      const simulated = simulateOrganization({ seed: 'contract' });
      simulated.addAccount({ id: '444444444444', name: 'delta', email: 'delta@example.com' });
      return { aws: simulated.access() };
    },
  },
  {
    name: 'settings diff',
    args: [settingsPath, settingsPath, '--accounts'],
    open: async () => ({ aws: organization().access() }),
  },
  {
    name: 'settings import',
    args: ['SpaDemo'],
    async open() {
      const aws = { ...organization().access(), region: 'eu-west-1' };
      const input = { Name: '/SpaDemo/Accounts/444444444444', Value: '{}', Type: 'String' };
      await openFleet(aws).generic('ssm').call('PutParameter', input);
      return { aws, folder: mkdtempSync(join(tmpdir(), 'flotilla-contract-')) };
    },
  },
  { name: 'settings schema', args: [], open: async () => ({}) },
  ...deployScenarios,
  ...prerequisiteScenarios,
  ...lifecycleScenarios,
  ...reportScenarios,
  ...exceptionScenarios,
  { name: 'rehearse', args: ['--accounts', '2', '--days', '1'], open: async () => ({}) },
  { name: 'simulate', args: ['--port', '0', '--accounts', '2'], open: async () => ({}) },
  { name: 'tour', args: [], open: async () => ({}) },
  { name: 'doctor', args: [], open: async () => ({ aws: organization().access() }) },
  { name: 'config', args: [], open: async () => ({ env: { FLOTILLA_REGION: 'eu-west-1' } }) },
  { name: 'schema', args: ['accounts'], open: async () => ({}) },
  { name: 'completion', args: ['bash'], open: async () => ({}) },
  { name: '__complete', args: ['--', 'accounts', '--out'], open: async () => ({}) },
];
