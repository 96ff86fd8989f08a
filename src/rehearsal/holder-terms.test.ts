/** Documents that holders acknowledge, in two months of an account that is purged every Saturday. */

import { expect, test } from 'vitest';
import type { ActivityLabel, ExceptionLabel } from '../model/payload-event.ts';
import { dayMs, minuteMs } from '../testing/durations.ts';
import { valuesOf } from '../testing/event-recorder.ts';
import {
  documentOf,
  openTermsEnvironment,
  type TermsEnvironment,
} from '../testing/terms-environment.ts';

const documents = [documentOf('privacy', 'We keep little.'), documentOf('rules', 'Be kind.')];

async function openWithHolder(): Promise<{ env: TermsEnvironment; id: string }> {
  const env = await openTermsEnvironment(documents);
  const id = env.addAccount('alice', { 'account-holder': 'alice@example.com' });
  return { env, id };
}

const payloadsOf = ({ events }: TermsEnvironment, label: ActivityLabel | ExceptionLabel) =>
  events
    .filter(({ 'detail-type': type }) => type === label)
    .map(({ detail }) => (detail as { readonly Payload: object }).Payload);

test('a holder is sent one document after each release, until all were sent', async () => {
  const { env } = await openWithHolder();

  await env.advance(21 * dayMs);

  const days = env.organization.mail
    .received()
    .filter(({ from }) => from === 'cloud@example.com')
    .map(({ at }) => new Date(at).toISOString().slice(0, 10));
  const subjects = (await env.mails()).map(({ subject }) => subject);
  expect([days, subjects]).toEqual([
    ['2026-01-01', '2026-01-03'],
    ['About privacy', 'About rules'],
  ]);
  expect(env.handled.filter(({ error }) => error !== undefined)).toEqual([]);
});

test('scenario 20: an acknowledgement is recorded as an activity', async () => {
  const { env, id } = await openWithHolder();
  await env.advance(dayMs);
  const [link = ''] = await env.links();

  await env.browse('POST', link);
  await env.advance(10 * minuteMs);

  const stored = await valuesOf(env, 'ActivitiesTable');
  expect(stored.filter(({ transaction }) => transaction === 'notification')).toMatchObject([
    { account: id, document: 'privacy', 'cost-center': 'sandbox' },
  ]);
});

test('scenarios 96 and 97: a notification lasts from the mail to the button', async () => {
  const { env, id } = await openWithHolder();
  await env.advance(dayMs);
  const [link = ''] = await env.links();
  const [mail] = env.organization.mail
    .received()
    .filter(({ from }) => from === 'cloud@example.com');

  const page = await env.browse('POST', link);
  await env.advance(10 * minuteMs);

  const sent = (await env.lifecycle.shadows.readNow(id))?.documents?.privacy;
  const [begin, end] = [Date.parse(sent?.sentAt ?? ''), Date.parse(sent?.acknowledgedAt ?? '')];
  expect(page.status).toBe(200);
  expect(Math.abs(begin - Number(mail?.at))).toBeLessThan(minuteMs);
  expect(payloadsOf(env, 'AcknowledgedNotificationEvent')).toMatchObject([
    { begin: begin / 1000, end: end / 1000, duration: (end - begin) / 1000 },
  ]);
});

test('a document that is not acknowledged within two weeks becomes one exception, whatever happens to the account', async () => {
  const { env, id } = await openWithHolder();
  await env.advance(dayMs);
  const [link = ''] = await env.links();
  await env.browse('POST', link);

  await env.advance(28 * dayMs);

  expect(payloadsOf(env, 'UnacknowledgedNotificationException')).toMatchObject([
    { account: id, title: `Document 'rules' is not acknowledged for account '${id}'` },
  ]);
  const incidents = env.handled.filter(
    ({ result }) => result?.did === 'exception' && result.label.startsWith('Unacknowledged'),
  );
  expect(incidents.length).toBe(1);
});
