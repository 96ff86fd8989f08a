import { expect, test } from 'vitest';
import { simulateOrganization } from '../simulator/index.ts';
import { openFleet } from './open-fleet.ts';
import { openRole } from './open-role.ts';
import { roleSchema } from './role.ts';
import { openSession } from './session.ts';

const ids = ['111111111111', '222222222222'] as const;

async function sessions() {
  const organization = simulateOrganization({ latencyMs: 1 });
  for (const id of ids) organization.addAccount({ name: id, id });
  const fleet = openFleet(organization.access());
  const opened = await openRole(fleet, roleSchema.parse({}));
  const { signal } = new AbortController();
  return ids.map((id) => {
    const role = opened.enter({ id });
    return openSession({ fleet, target: { account: { id }, region: 'us-east-1' }, role, signal });
  });
}

test('concurrent calls of several accounts through one client use their own credentials', async () => {
  const opened = await sessions();
  const callers = Array.from({ length: 20 }, (_, index) => opened[index % ids.length]);
  const answers = await Promise.all(
    callers.map((session) => session?.generic('sts').call('GetCallerIdentity')),
  );

  expect(answers.map((answer) => answer?.Account)).toEqual(
    callers.map((session) => session?.account.id),
  );
});

test('pages that are read in turns stay with their account', async () => {
  const [first, second] = (await sessions()).map((session) =>
    session.generic('iam').pages('ListRoles'),
  );
  const owners: unknown[] = [];
  for await (const page of first ?? []) {
    const other = (await second?.next())?.value;
    for (const { Roles } of [page, other ?? {}] as { Roles?: { Arn: string }[] }[])
      owners.push(...new Set(Roles?.map(({ Arn }) => Arn.split(':')[4])));
  }

  expect(owners).toEqual([...ids]);
});
