import { expect, test } from 'vitest';
import { parsePolicy } from '../../policy/document.ts';
import { loadCatalogue, selectEntries } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';
import { inventoryPolicies, maxCharacters } from './policy.ts';

const catalogue = loadCatalogue();
const all = inventoryPolicies(catalogue.entries);

test('the policies of two types, as IAM accepts them', () => {
  const entries = selectEntries(catalogue, { types: ['s3control_access_point', 'sqs_queue'] });

  expect(inventoryPolicies(entries)).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'InventoryS3',
          Effect: 'Allow',
          Action: ['s3:ListAccessPoints'],
          Resource: '*',
        },
        {
          Sid: 'InventorySqs',
          Effect: 'Allow',
          Action: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags', 'sqs:ListQueues'],
          Resource: '*',
        },
      ],
    },
  ]);
});

test('the whole catalogue needs each action once, and not more policies than a role may have', () => {
  const actions = all.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  const needed = catalogue.entries.flatMap((entry) => entry.actions);

  expect([...actions].sort()).toEqual([...new Set(needed)].sort());
  expect(all.length).toBeLessThanOrEqual(10);
});

test('no policy is longer than IAM accepts', () => {
  const lengths = all.map((policy) => JSON.stringify(policy).replace(/\s/g, '').length);

  expect(Math.max(...lengths)).toBeLessThanOrEqual(maxCharacters);
});

test('IAM of the simulated organization reads them', () => {
  for (const policy of all) {
    expect(parsePolicy(JSON.stringify(policy), 'identity')).toHaveLength(policy.Statement.length);
  }
});

test('a service with more actions than one policy holds is cut', () => {
  const actions = Array.from({ length: 400 }, (_, index) => `ec2:DescribeSomething${index}`).sort();
  const policies = inventoryPolicies([{ actions } as unknown as CatalogueEntry]);

  expect(policies.length).toBeGreaterThan(1);
  expect(policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action))).toEqual(
    actions,
  );
  expect(policies.every((policy) => JSON.stringify(policy).length <= maxCharacters)).toBe(true);
});

test('nothing chosen needs no policy', () => {
  expect(inventoryPolicies([])).toEqual([]);
});
