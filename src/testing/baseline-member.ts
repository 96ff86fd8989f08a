/** An account of a simulated organization, with a session and the baseline for it. */

import type { GenericCalls } from '../aws/generic-client.ts';
import { baselineFor } from '../lifecycle/baseline/baseline.ts';
import type { BaselineFacts } from '../lifecycle/baseline/baseline-facts.ts';
import type { Settings } from '../settings/settings.ts';
import {
  noLimits,
  simulateOrganization,
  type VirtualClock,
  virtualClock,
} from '../simulator/index.ts';
import { administratorArn, openAccountSession, openServiceClient } from './account-access.ts';
import { entrySettings } from './observation.ts';

export type BaselineSettings = Pick<
  Settings,
  'automation' | 'worker' | 'organizationalUnits' | 'accounts'
>;

export function baselineSettings(
  automation: Partial<Settings['automation']> = {},
): BaselineSettings {
  return {
    automation: {
      cockpitMarkdownText: '',
      maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
      sweepExpression: 'rate(1 hour)',
      roleArnToManageAccounts: 'arn:aws:iam::123456789012:role/Manage',
      roleNameToManageCodebuild: 'OrganizationAccountAccessRole',
      resourcePrefix: '',
      preparationRolePolicies: [],
      buildRolePolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      buildImage: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
      tags: {},
      verbosity: 'INFO',
      ...automation,
    },
    worker: {
      preparationBuildspec: { path: 'preparation.yaml', text: 'version: 0.2 # preparation' },
      purgeBuildspec: { path: 'purge.yaml', text: 'version: 0.2 # purge' },
    },
    organizationalUnits: new Map(),
    accounts: new Map(),
  };
}

export async function openMember(partition = 'aws') {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, limits: noLimits, partition });
  const { id: hubId } = organization.addAccount({ name: 'hub' });
  const { id: accountId } = organization.addAccount({ name: 'member' });
  const { region } = organization.access();
  const role = { roleName: 'OrganizationAccountAccessRole' };
  const enter = (id: string) => openAccountSession(organization, { account: { id }, region, role });
  const hub = { accountId: hubId, region, partition, environment: 'SpaTest' };
  const facts: BaselineFacts = {
    hub,
    settings: baselineSettings(),
    item: entrySettings({
      preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '300' } },
    }),
    accountId,
    holder: 'alice@example.com',
    purpose: 'preparation',
  };
  const principal = administratorArn(accountId, partition);
  /** A client of the account's holder, independent of the tested session. */
  const holder = (service: string): GenericCalls =>
    openServiceClient(organization, service, { principal, region });
  return {
    organization,
    clock,
    facts,
    session: await enter(accountId),
    enter,
    holder,
    baseline: (differing: Partial<BaselineFacts> = {}) => baselineFor({ ...facts, ...differing }),
  };
}

/** Advances the clock while a call waits for a new role to be known. */
export async function whileTimePasses<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  while (!isOver) {
    if (clock.next() !== undefined) await clock.advance((clock.next() ?? 0) - clock.now());
    else await new Promise(setImmediate);
  }
  return over;
}
