import { expect, test } from 'vitest';
import type { SentDocument } from '../../lifecycle/metering/shadows.ts';
import { dayMs, minuteMs } from '../../testing/durations.ts';
import { documentOf, openTermsEnvironment } from '../../testing/terms-environment.ts';
import { onUnacknowledgedDocuments } from './on-unacknowledged-documents.ts';

const terms = documentOf('terms', 'Be kind.');

test.for([
  ['14 days ago', 14, {}, 1],
  ['13 days ago', 13, {}, 0],
  ['and was acknowledged', 20, { acknowledgedAt: 'x' }, 0],
  ['and was reported before', 20, { reportedAt: 'x' }, 0],
  ['with another content', 20, { digest: 'x' }, 0],
] as const)(
  'scenario 58: a document that was sent %s, %#, is an exception once, or not',
  async ([, days, differing, count]) => {
    const env = await openTermsEnvironment([terms]);
    const id = env.addAccount('alpha', { 'account-state': 'released' });
    const sentAt = new Date(env.clock.now() - days * dayMs).toISOString();
    const sent: SentDocument = { digest: terms.digest, sentAt, ...differing };
    await env.lifecycle.shadows.update(id, () => ({ documents: { terms: sent } }));

    const first = await env.handle(onUnacknowledgedDocuments, {});
    const second = await env.handle(onUnacknowledgedDocuments, {});
    await env.advance(minuteMs);

    const label = 'UnacknowledgedNotificationException';
    const record = { did: 'record', label, accountId: id };
    expect([first, second]).toEqual([
      { did: 'batch', results: Array(count).fill(record), failed: [] },
      { did: 'batch', results: [], failed: [] },
    ]);
    const published = env.events.filter(({ 'detail-type': type }) => type === label);
    expect(published.map(({ detail }) => detail)).toMatchObject(
      Array(count).fill({ Payload: { account: id, title: expect.stringContaining("'terms'") } }),
    );
  },
);

test('a closed account is not reported', async () => {
  const env = await openTermsEnvironment([terms]);
  const sentAt = new Date(env.clock.now() - 20 * dayMs).toISOString();
  const documents = { terms: { digest: terms.digest, sentAt } };
  await env.lifecycle.shadows.update('111111111111', () => ({ is_active: false, documents }));

  expect(await env.handle(onUnacknowledgedDocuments, {})).toEqual({
    did: 'batch',
    results: [],
    failed: [],
  });
});
