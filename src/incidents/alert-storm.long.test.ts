import { expect, test } from 'vitest';
import { runAlertStorm } from '../testing/alert-storm.ts';
import { allChannels } from '../testing/notification-environment.ts';

test('ten thousand alerts with duplicates, reordering and garbage: each real one is handled once', async () => {
  const features = { withNotificationChannels: allChannels.filter(({ name }) => name === 'hook') };

  const { environment, texts } = await runAlertStorm({ records: 10_000, seed: 1, features });

  const posted = environment.bodies('hook') as readonly { readonly message: string }[];
  const saying = posted.map(({ message }) => message.split('\n').at(-1));
  const incidents = (await environment.incidents()) as readonly { readonly followUps: number }[];
  expect(saying.toSorted()).toEqual(texts.toSorted());
  expect(incidents.reduce((sum, { followUps }) => sum + 1 + followUps, 0)).toBe(texts.length);
}, 900_000);
