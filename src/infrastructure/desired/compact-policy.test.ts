import { expect, test } from 'vitest';
import { loadCatalogue, selectEntries } from '../../inventory/catalogue/catalogue.ts';
import { inventoryPolicies } from '../../inventory/catalogue/policy.ts';
import { matchesAction } from '../../policy/pattern.ts';
import { settingsWith } from '../../testing/infrastructure-environment.ts';
import { policyFiles } from '../files/policy-files.ts';
import { compactPolicy } from './compact-policy.ts';

const { entries } = loadCatalogue();
const compact = compactPolicy(entries).Statement.flatMap(({ Action }) => Action);
const exact = inventoryPolicies(entries).flatMap(({ Statement }) =>
  Statement.flatMap(({ Action }) => Action),
);

test('everything that the exact policies allow is allowed', () => {
  const missing = exact.filter(
    (action) => !compact.some((pattern) => matchesAction(pattern, action)),
  );

  expect(missing).toEqual([]);
});

test('widened actions only describe and list, of services that are listed anyway', () => {
  const added = compact.filter((action) => !exact.includes(action));
  const services = new Set(exact.map((action) => action.split(':')[0]));

  expect(added.filter((action) => !/^[\w-]+:(Describe|List)\*$/.test(action))).toEqual([]);
  expect(added.filter((action) => !services.has(action.split(':')[0]))).toEqual([]);
});

test('all of the catalogue fits into the one inline policy that the tool makes', () => {
  const facts = {
    partition: 'aws',
    billingAccountId: '111111111111',
    securityAccountId: '222222222222',
    organizationId: 'o-a1b2c3d4e5',
  };
  const { 'policy.json': policy } = policyFiles({ settings: settingsWith(), facts });

  expect(JSON.stringify(policy).length).toBeLessThan(10_240);
  const many = Array.from({ length: 600 }, (_, at) => `service-${at}:GetSomething`);
  const tooMany = [{ ...entries[0], actions: many }] as unknown as typeof entries;
  expect(() => policyFiles({ settings: settingsWith({ entries: tooMany }), facts })).toThrow(
    /and IAM accepts 10240 in a role; narrow it with --services or --types/,
  );
});

test('a narrowed inventory needs a narrower policy', () => {
  const vpcs = selectEntries(loadCatalogue(), { types: ['ec2_vpc', 's3_bucket'] });
  const [statement] = compactPolicy(vpcs).Statement;

  expect(statement?.Action).toContain('ec2:Describe*');
  expect(statement?.Action.filter((action) => !/^(ec2|s3):/.test(action))).toEqual([]);
});
