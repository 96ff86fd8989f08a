import { expect, test } from 'vitest';
import { openIncidentEnvironment } from '../../testing/incident-environment.ts';
import { toMicrosoftTeams } from './to-microsoft-teams.ts';

const message = {
  id: 'event-1',
  source: 'SustainablePersonalAccounts',
  'detail-type': 'MessageToMicrosoftTeams',
  account: '999999999999',
  detail: { Environment: 'SpaDemo', Payload: { Subject: 'Hello', Message: 'World' } },
};

test('scenario 65: a message event is posted to the channels of Microsoft Teams, and to no others', async () => {
  const { handle, organization, bodies } = await openIncidentEnvironment();

  const result = await handle(toMicrosoftTeams(organization.webhooks.fetch), message);

  expect(result).toEqual({
    did: 'exception',
    label: 'MessageToMicrosoftTeams',
    channels: [
      { channel: 'flow', status: 'sent', attempts: 1 },
      { channel: 'connector', status: 'sent', attempts: 1 },
    ],
    notes: [],
  });
  expect(bodies('connector')).toEqual([{ title: 'Hello', text: 'World' }]);
  expect(bodies('slack')).toEqual([]);
});

test('without a channel of Microsoft Teams, the result says so', async () => {
  const { handle } = await openIncidentEnvironment({});

  expect(await handle(toMicrosoftTeams(), message)).toMatchObject({
    channels: [],
    notes: ['the settings name no channel of Microsoft Teams'],
  });
});

test('messages of other accounts and other events are ignored', async () => {
  const { handle } = await openIncidentEnvironment();

  expect(await handle(toMicrosoftTeams(), { ...message, account: '111111111111' })).toEqual({
    did: 'ignore',
    reason: "Account '111111111111' may not write records",
  });
  expect(
    await handle(toMicrosoftTeams(), { ...message, 'detail-type': 'GenericException' }),
  ).toEqual({ did: 'ignore', reason: "Unexpected event label 'GenericException'" });
});
