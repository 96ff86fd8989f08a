/** Two inventories of an organization without a change, a week apart. */

import { expect, test } from 'vitest';
import {
  driveThrough,
  noLimits,
  simulateOrganization,
  virtualClock,
} from '../../simulator/index.ts';
import { collectRecords } from '../../testing/collect-records.ts';
import type { InventoryRecord } from '../record.ts';
import { changedFields } from './changed-fields.ts';
import { volatileMembers } from './volatile-members.ts';

const accountId = '111111111111';
const weekMs = 7 * 86_400_000;

test('an account without a change is the same a week later, in every type', async () => {
  const clock = virtualClock();
  const organization = simulateOrganization({ limits: noLimits, clock });
  organization.addAccount({ name: 'alpha', id: accountId, seeded: true });
  const collect = () =>
    driveThrough({ organization, clock }, () => collectRecords({ organization, accountId }));

  const before = await collect();
  await clock.advance(weekMs);
  organization.settle();
  const after = await collect();

  const nameOf = ({ service, type, region, id, arn }: InventoryRecord) =>
    `${service} ${type} ${region} ${id} ${arn}`;
  const found = new Map(after.records.map((record) => [nameOf(record), record]));
  expect(after.records.map(nameOf).sort()).toEqual(before.records.map(nameOf).sort());
  const changes = before.records.flatMap((record) =>
    changedFields(record.resource, found.get(nameOf(record))?.resource, {
      isIgnored: (member) => volatileMembers.has(member),
    }).map(({ path }) => `${record.service} ${record.type} ${path}`),
  );
  expect([...new Set(changes)]).toEqual([]);
});
