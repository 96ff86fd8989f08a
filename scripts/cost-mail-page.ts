/** The mail that finance gets for a simulated month, as its HTML. */

import PostalMime from 'postal-mime';
import { createHandlers } from '../src/functions/create-handlers.ts';
import { openRehearsalEnvironment } from '../src/rehearsal/rehearsal-environment.ts';
import { rehearsalSettings, sandboxes } from '../src/rehearsal/settings.ts';
import { rehearsalFetch } from '../src/rehearsal/web.ts';
import { driveThrough } from '../src/simulator/index.ts';

const sender = 'cloud@example.com';
const centers = ['data-platform', 'research', 'sales', 'web-shop'];

export async function costMailPage(): Promise<string> {
  const plain = rehearsalSettings({ accountTags: {} });
  const features = {
    ...plain.features,
    withOriginEmailRecipient: sender,
    withCostEmailRecipients: ['finance@example.com'],
    withCostExtraCurrencies: ['EUR'],
  };
  const settings = { ...plain, features };
  const startMs = Date.UTC(2026, 1, 14, 3);
  const environment = await openRehearsalEnvironment({ settings, seed: 'armada', startMs });
  const { organization, lifecycle, clock } = environment;
  for (let number = 0; number < 40; number++) {
    const tags = { 'cost-center': centers[number % centers.length] ?? '' };
    const account = environment.addAccount({ name: `holder-${number}`, ou: sandboxes, tags });
    for (const day of ['2026-01-05', '2026-01-20']) {
      organization.addCost({ account, day, amount: String(40 + ((number * 37) % 90)) });
    }
  }
  organization.mail.verify({ ...lifecycle.hub, identity: sender });
  organization.mail.leaveSandbox(lifecycle.hub);
  const { OnMonthlyCostReport } = createHandlers({ fetch: rehearsalFetch(organization) });
  const context = { remainingMs: () => 900_000 };
  await driveThrough({ organization, clock }, () => OnMonthlyCostReport(lifecycle, {}, context));
  const [mail] = organization.mail.received();
  const { html = '', subject, attachments } = await PostalMime.parse(mail?.raw ?? '');
  const names = attachments.map(({ filename }) => filename).join(', ');
  const head = `<div style="font:14px system-ui,sans-serif;padding:10px 14px;background:#eef1f6"><b>${subject}</b><br>${sender} → finance@example.com<br>Attached: ${names}</div>`;
  return html.replace(
    '<body>',
    `<body style="font:14px system-ui,sans-serif;margin:0">${head}<div style="padding:0 14px">`,
  );
}
