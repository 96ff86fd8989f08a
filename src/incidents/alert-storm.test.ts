import { expect, test } from 'vitest';
import { openServiceClient } from '../testing/account-access.ts';
import { runAlertStorm, type StormResult } from '../testing/alert-storm.ts';
import { hubRole } from '../testing/lifecycle-environment.ts';
import { allChannels } from '../testing/notification-environment.ts';

const features = { withNotificationChannels: allChannels.filter(({ name }) => name === 'hook') };

interface Posted {
  readonly id: string;
  readonly message: string;
}

/** Every alert was posted once, and every incident has each of its alerts once. */
async function expectOnce({ environment, texts, deliveries }: StormResult): Promise<void> {
  const posted = environment.bodies('hook') as readonly Posted[];
  const saying = posted.map(({ message }) => message.split('\n').at(-1));
  const incidents = (await environment.incidents()) as readonly { readonly followUps: number }[];

  expect(saying.toSorted()).toEqual(texts.toSorted());
  expect(new Set(posted.map(({ id }) => id)).size).toBe(texts.length);
  expect(deliveries).toBeGreaterThan(texts.length);
  expect(incidents.reduce((sum, { followUps }) => sum + 1 + followUps, 0)).toBe(texts.length);
  // One for each of the twenty accounts, and one for garbage.
  expect(incidents.length).toBe(21);
}

test.each([1, 2])(
  'alerts with duplicates, reordering and garbage are handled once each (seed %i)',
  async (seed) => {
    await expectOnce(await runAlertStorm({ records: 400, seed, features }));
  },
);

test('the same in Incident Manager', async () => {
  const withResponsePlanArn = 'arn:aws:ssm-incidents::999999999999:response-plan/SpaDemo';
  const result = await runAlertStorm({
    records: 200,
    seed: 3,
    features: { ...features, withResponsePlanArn },
    async prepare(environment) {
      const manager = openServiceClient(environment.organization, 'ssm-incidents', {
        principal: hubRole(environment),
        region: 'eu-west-1',
      });
      await manager.call('CreateReplicationSet', { regions: { 'eu-west-1': {} } });
      const incidentTemplate = { title: 'An exception', impact: 5 };
      await manager.call('CreateResponsePlan', { name: 'SpaDemo', incidentTemplate });
    },
  });

  await expectOnce(result);
});
