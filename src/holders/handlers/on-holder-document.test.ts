import { expect, test } from 'vitest';
import type { Shadow } from '../../lifecycle/metering/shadows.ts';
import { payloadEventEntry } from '../../model/payload-event.ts';
import { dayMs } from '../../testing/durations.ts';
import {
  documentOf,
  openTermsEnvironment,
  type TermsEnvironment,
} from '../../testing/terms-environment.ts';
import { onHolderDocument } from './on-holder-document.ts';

const costs = documentOf('costs', '# Costs\n\nMind **them**, {holder}.');
const rules = documentOf('rules', 'Be kind.');
const tags = { 'account-holder': 'alice@example.com', 'cost-center': 'red' };

/** As EventBridge delivers it. */
function released(account: string, identifier: string, label = 'SuccessfulMaintenanceEvent') {
  const { Source, DetailType, Detail } = payloadEventEntry({
    label,
    environment: 'SpaDemo',
    payload: { account, identifier },
  });
  const envelope = { id: 'event-1', time: '2026-01-01T00:00:00Z', account: '999999999999' };
  return { ...envelope, source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) };
}

async function documentsOf(env: TermsEnvironment, id: string): Promise<Shadow['documents']> {
  return (await env.lifecycle.shadows.readNow(id))?.documents;
}

test('scenario 103: the first missing document is sent on each release, and recorded', async () => {
  const env = await openTermsEnvironment([costs, rules]);
  const id = env.addAccount('alpha', tags);
  const sentAt = new Date(env.clock.now()).toISOString();

  const results = [
    await env.handle(onHolderDocument, released(id, 'one', 'SuccessfulOnBoardingEvent')),
    await env.handle(onHolderDocument, released(id, 'one', 'SuccessfulOnBoardingEvent')),
    await env.handle(onHolderDocument, released(id, 'two')),
    await env.handle(onHolderDocument, released(id, 'three')),
  ];

  expect(results).toEqual([
    { did: 'notice', notice: 'terms', accountId: id },
    { did: 'ignore', reason: 'This notice was sent before' },
    { did: 'notice', notice: 'terms', accountId: id },
    { did: 'ignore', reason: `Account '${id}' was sent all documents` },
  ]);
  expect((await env.mails()).map(({ to, subject }) => [to, subject])).toEqual([
    ['alice@example.com', 'About costs'],
    ['alice@example.com', 'About rules'],
  ]);
  expect(await documentsOf(env, id)).toEqual({
    costs: { digest: costs.digest, sentAt },
    rules: { digest: rules.digest, sentAt: expect.any(String) },
  });
});

test('a document is mailed as it is written, with its link', async () => {
  const env = await openTermsEnvironment([costs]);
  const id = env.addAccount('<b>alpha</b>', tags);

  await env.handle(onHolderDocument, released(id, 'one'));

  const [mail] = await env.mails();
  const [link] = await env.links();
  expect(mail?.text).toContain('# Costs\n\nMind **them**, {holder}.');
  expect(mail?.html).toContain('<p>Mind <strong>them</strong>, {holder}.</p>');
  expect(mail?.html).toContain(`<a href="${link}">`);
  expect(mail?.html).toContain('for AWS account &lt;b&gt;alpha&lt;/b&gt;');
});

test('a document is sent again when its content changes, and when its link is over', async () => {
  const env = await openTermsEnvironment([costs]);
  const [changed, over, done] = ['changed', 'over', 'done'].map((name) =>
    env.addAccount(name, tags),
  );
  const before = new Date(env.clock.now() - 90 * dayMs).toISOString();
  const shadows = [
    [changed, { digest: 'x', sentAt: before, acknowledgedAt: before }],
    [over, { digest: costs.digest, sentAt: before }],
    [done, { digest: costs.digest, sentAt: before, acknowledgedAt: before }],
  ] as const;
  for (const [id = '', sent] of shadows) {
    await env.lifecycle.shadows.update(id, () => ({ documents: { costs: sent } }));
  }

  const results = [];
  for (const [id = ''] of shadows) {
    results.push((await env.handle(onHolderDocument, released(id, 'one'))).did);
  }

  expect(results).toEqual(['notice', 'notice', 'ignore']);
});

test('a mail that is refused is not recorded as sent', async () => {
  const env = await openTermsEnvironment([costs], { isVerified: false });
  const id = env.addAccount('alpha', tags);

  const result = await env.handle(onHolderDocument, released(id, 'one'));

  expect(result).toMatchObject({ did: 'notice', refused: expect.any(String) });
  expect(await documentsOf(env, id)).toBe(undefined);
});

test.for([
  [{}, 'an event that cannot be read'],
  [released('111111111111', 'one', 'BudgetAlertException'), 'another event'],
  [released('x', 'one'), 'an event about no account'],
  [{ ...released('111111111111', 'one'), account: '1' }, 'an event of another account'],
  [released('111111111111', 'one'), 'an account that is unknown'],
] as const)('%#: no document is sent for %s', async ([event]) => {
  const env = await openTermsEnvironment([costs]);

  expect((await env.handle(onHolderDocument, event)).did).toBe('ignore');
  expect(await env.mails()).toEqual([]);
});

test('no document is sent by default', async () => {
  const env = await openTermsEnvironment([costs], { features: { withHolderNotices: [] } });
  const id = env.addAccount('alpha', tags);

  expect(await env.handle(onHolderDocument, released(id, 'one'))).toEqual({
    did: 'ignore',
    reason: "Notices 'terms' are not switched on",
  });
});

test('without the key no document is sent, and the reason says what to do', async () => {
  const env = await openTermsEnvironment([costs]);
  const id = env.addAccount('alpha', tags);
  const Name = '/SpaDemo/AcknowledgementKey';
  await env.lifecycle.inHub('ssm').call('DeleteParameter', { Name });

  await expect(env.handle(onHolderDocument, released(id, 'one'))).rejects.toThrow(
    'run flotilla lifecycle install to create it',
  );
  expect(await env.mails()).toEqual([]);
});
