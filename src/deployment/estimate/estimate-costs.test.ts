import { expect, test } from 'vitest';
import { openLifecycleEnvironment } from '../../testing/lifecycle-environment.ts';
import { settingsWithControlTower } from '../../testing/prerequisite-environment.ts';
import { describeDeployment } from '../describe-deployment.ts';
import { type EstimateFacts, estimateCosts, totalOf } from './estimate-costs.ts';
import { prices } from './prices.ts';
import { cycleUsage } from './usage.ts';

const hour = 3_600_000;

function factsOf(accounts: number, differing: Partial<EstimateFacts> = {}): EstimateFacts {
  const settings = settingsWithControlTower();
  const place = { accountId: '999999999999', region: 'eu-west-1', partition: 'aws' };
  const deployment = describeDeployment(settings, { ...place, organizationId: 'o-a1b2c3d4e5' });
  return { settings, deployment, accounts, atMs: Date.UTC(2026, 0, 1), ...differing };
}

function quantities(facts: EstimateFacts): Readonly<Record<string, number>> {
  const lines = estimateCosts(facts);
  return Object.fromEntries(
    lines.map(({ service, item, quantity }) => [`${service} ${item}`, quantity]),
  );
}

test('every line is its quantity times its price, and names the page of the price', () => {
  const pages = new Set(Object.values(prices).map(({ page }) => page));
  const lines = estimateCosts(factsOf(300));

  for (const { dollars, quantity, page } of lines) {
    expect(dollars).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(quantity)).toBe(true);
    expect(pages.has(page)).toBe(true);
  }
  const builds = lines.find(({ service }) => service === 'CodeBuild');
  // Four Saturdays of January follow within thirty days.
  expect(builds).toMatchObject({ quantity: 300 * 4 * 25, dollars: 150, billedIn: 'accounts' });
});

test('what depends on accounts grows with them, and what does not stays', () => {
  const [few, many] = [quantities(factsOf(100)), quantities(factsOf(1_000))];

  expect(many['CodeBuild purges and preparations']).toBe(
    10 * (few['CodeBuild purges and preparations'] ?? 0),
  );
  expect(many['DynamoDB writes']).toBeCloseTo(10 * (few['DynamoDB writes'] ?? 0), 6);
  expect(many['CloudWatch dashboards']).toBe(few['CloudWatch dashboards']);
  expect(many['CloudWatch alarms']).toBe(few['CloudWatch alarms']);
});

test('an installation of ten thousand accounts costs less in the automation account than its builds', () => {
  const lines = estimateCosts(factsOf(10_000));
  const ofAutomation = lines.filter(({ billedIn }) => billedIn === 'automation');
  const ofAccounts = lines.filter(({ billedIn }) => billedIn === 'accounts');

  expect(totalOf(ofAutomation)).toBeLessThan(totalOf(ofAccounts) / 10);
  expect(totalOf(lines)).toBe(totalOf(ofAutomation) + totalOf(ofAccounts));
});

test('without windows and without costs, nothing is counted for them', () => {
  const settings = settingsWithControlTower();
  const automation = { ...settings.automation, maintenanceWindowExpression: undefined };
  const found = quantities(factsOf(300, { settings: { ...settings, automation } }));

  expect(found['CodeBuild purges and preparations']).toBe(0);
  expect(found['Cost Explorer requests']).toBeUndefined();
});

test('the counts of a cycle are what a rehearsal uses, rounded up', async () => {
  const accounts = 8;
  const environment = await openLifecycleEnvironment();
  const { organization, handled } = environment;
  for (let index = 0; index < accounts; index++) environment.addAccount(`account-${index}`);
  // From Thursday: accounts are on-boarded, and the window opens on Saturday at 18:00.
  await environment.advance(48 * hour);
  organization.journal.clear();
  const before = handled.length;
  await environment.advance(24 * hour);
  const sweeps = handled.slice(before).filter(({ route }) => /Sweep|Report|Window/.test(route));
  const count = (...operations: readonly string[]) =>
    operations.reduce((sum, operation) => sum + organization.journal.count(operation), 0) /
    accounts;
  const measured = {
    invocations: (handled.length - before - sweeps.length) / accounts,
    writes:
      count('dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem') +
      4 * count('dynamodb:TransactWriteItems'),
    events: count('events:PutEvents', 'organizations:TagResource', 'codebuild:StartBuild'),
  };

  for (const [name, value] of Object.entries(measured)) {
    const counted = cycleUsage[name as keyof typeof measured];
    expect(counted, `${name}: ${value}`).toBeGreaterThanOrEqual(value);
    expect(counted, `${name}: ${value}`).toBeLessThanOrEqual(value * 1.5);
  }
});
