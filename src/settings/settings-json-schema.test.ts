import { expect, test } from 'vitest';
import * as z from 'zod';
import { settingsJsonSchema } from './settings-json-schema.ts';

const schema = z.fromJSONSchema(settingsJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);

const good = {
  automation: {
    maintenance_window_expression: 'rate(7 days)',
    role_arn_to_manage_accounts: 'arn:aws:iam::222222222222:role/Manager',
  },
  automation_region: 'eu-west-1',
  defaults: { account_tags: { a: 1 }, preparation: { variables: { A: true, B: 500 } } },
  accounts: [{ identifier: '111111111111' }],
};

test('editors accept a valid file', () => {
  expect(schema.safeParse(good).success).toBe(true);
});

test.for([
  { ...good, foo: 1 },
  { ...good, automation: { verbosity: 'LOUD' } },
  { ...good, automation_region: 'nowhere' },
  { ...good, accounts: [{ identifier: 111111111111 }] },
  { ...good, accounts: [{ identifier: '111111111111', nested: true }] },
  { ...good, defaults: { purge: { feature: 'banana' } } },
])('editors report a mistake: %j', (file) => {
  expect(schema.safeParse(file).success).toBe(false);
});
