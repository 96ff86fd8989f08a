/** Exceptions from where they happen to whom they reach: budgets, logins and builds of accounts, over real forwarding. */

import { expect, test } from 'vitest';
import type { IncidentDetails } from '../incidents/incident.ts';
import { openTracker } from '../incidents/open-tracker.ts';
import { s3ReportStore } from '../reports/store/s3-report-store.ts';
import type { FaultRule } from '../simulator/index.ts';
import { dayMs, hourMs } from '../testing/durations.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { sandboxes } from './settings.ts';

async function onBoarded(
  faults: readonly FaultRule[] = [],
): Promise<{ env: LifecycleEnvironment; id: string }> {
  const env = await openLifecycleEnvironment({ faults });
  const id = env.addAccount('alice');
  await env.advance(3 * hourMs);
  return { env, id };
}

async function incidents({ lifecycle }: LifecycleEnvironment): Promise<readonly IncidentDetails[]> {
  const tracker = openTracker(lifecycle);
  const found: IncidentDetails[] = [];
  for await (const { id } of tracker.list({ includeResolved: true })) {
    const details = await tracker.read(id);
    if (details) found.push(details);
  }
  return found;
}

/** Without what differs in each run: ids and times. */
function facts(all: readonly IncidentDetails[]) {
  return all.map(({ title, status, followUps, tags, attachments }) => ({
    title,
    status,
    followUps,
    tags,
    attachments: attachments.map(({ key }) => key),
  }));
}

function tagsOf(id: string, exception: string) {
  return {
    account: id,
    'account-email': `${id}@example.com`,
    'account-name': 'alice',
    'cost-center': 'sandbox',
    exception,
    'organizational-unit': sandboxes,
  };
}

function costReport(id: string): string {
  return `SpaReports/Exceptions/${id}/2026/2026-01-${id}-cost-and-usage.xlsx`;
}

test('a login with the root user is an incident with the costs of the account, and the next one is added to it', async () => {
  const { env, id } = await onBoarded();
  const signIn = async () => {
    env.organization.signIn({ account: id, identity: { type: 'Root' } });
    await env.advance(hourMs);
  };

  await signIn();
  await signIn();

  expect(facts(await incidents(env))).toEqual([
    {
      title: `Console login on account alice (${id}) with account root credentials`,
      status: 'open',
      followUps: 1,
      tags: tagsOf(id, 'ConsoleLoginWithRootException'),
      attachments: [costReport(id)],
    },
  ]);
  expect(await s3ReportStore(env.lifecycle).read(costReport(id))).toBeDefined();
  // Two pages of one report: lines and their total. Each request costs a cent.
  expect(env.organization.journal.count('ce:GetCostAndUsage')).toBe(2);
});

test('costs above the budget of an account are an incident', async () => {
  const { env, id } = await onBoarded();
  env.organization.addCost({ account: id, day: '2026-01-02', amount: '5000' });

  await env.advance(2 * dayMs);

  const [incident, ...others] = facts(await incidents(env));
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    title: `Budget alert on account 'alice (${id})'`,
    status: 'open',
    tags: tagsOf(id, 'BudgetAlertException'),
    attachments: [costReport(id)],
  });
});

test('a build that fails twice is an incident, which ends when the account is released', async () => {
  const fails: FaultRule = { build: {}, times: 2, fault: { fail: true } };
  const { env, id } = await onBoarded([fails]);
  const before = facts(await incidents(env)).filter(({ tags }) => tags.account === id);
  await env.advance(2 * dayMs);
  const after = facts(await incidents(env)).filter(({ tags }) => tags.account === id);

  expect(env.state(id)).toBe('released');
  expect(before.map(({ status }) => status)).toContain('open');
  expect(after.map(({ status }) => status)).toEqual(after.map(() => 'resolved'));
});
