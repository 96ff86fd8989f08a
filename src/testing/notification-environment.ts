/** A rehearsal environment with channels: webhooks are received by the organization, secrets are in parameters. */

import type { ChannelResult } from '../notifications/channel.ts';
import type { OperatorNotice } from '../notifications/notification.ts';
import { notify } from '../notifications/notify.ts';
import { openChannels } from '../notifications/open-channels.ts';
import type { FeatureSettings, NotificationChannelSettings } from '../settings/settings.ts';
import { openReportEnvironment, type ReportEnvironment } from './report-environment.ts';

export const budgetAlert: OperatorNotice = {
  id: 'event-1',
  label: 'BudgetAlertException',
  title: "Budget alert on account 'alpha (111111111111)'",
  message: 'Over 80%.\n\nLook at the account.',
  facts: [
    { name: 'Account', value: '111111111111' },
    { name: 'Cost center', value: '' },
  ],
  links: [{ title: 'Costs', url: 'https://example.com/costs.xlsx' }],
};

/** One channel of every type. Each address has the name of its channel in its path. */
export const allChannels: readonly NotificationChannelSettings[] = [
  { name: 'flow', type: 'teams', urlParameter: '/SpaDemo/flow' },
  { name: 'connector', type: 'teams-connector', urlParameter: '/SpaDemo/connector' },
  { name: 'slack', type: 'slack', urlParameter: '/SpaDemo/slack' },
  {
    name: 'hook',
    type: 'webhook',
    urlParameter: '/SpaDemo/hook',
    secretParameter: '/SpaDemo/hook-secret',
  },
];

export const webhookSecret = 'correct horse battery staple';

export interface NotificationEnvironment extends ReportEnvironment {
  /** Notifies all channels while the time advances, and returns their results. */
  send(notification?: OperatorNotice): Promise<readonly ChannelResult[]>;
  /** Bodies that a channel received. */
  bodies(channel: string): readonly unknown[];
}

export async function openNotificationEnvironment(
  features: Partial<FeatureSettings> = { withNotificationChannels: allChannels },
): Promise<NotificationEnvironment> {
  const environment = await openReportEnvironment({ features });
  const { organization, lifecycle, advanceUntilDone } = environment;
  await lifecycle.inHub('sns').call('CreateTopic', { Name: 'SpaDemoExceptions' });
  for (const { name } of allChannels) {
    await putSecret(environment, `/SpaDemo/${name}`, addressOf(name));
  }
  await putSecret(environment, '/SpaDemo/hook-secret', webhookSecret);
  const channels = openChannels(lifecycle, organization.webhooks.fetch);
  return {
    ...environment,
    send: (notification = budgetAlert) =>
      advanceUntilDone(() => notify(channels, notification, lifecycle.clock)),
    bodies: (channel) =>
      organization.webhooks
        .received()
        .filter(({ path }) => path.startsWith(`/hooks/${channel}?`))
        .map(({ body }) => JSON.parse(body) as unknown),
  };
}

/** With a token that must not appear anywhere. */
export function addressOf(name: string): string {
  return `https://hooks.example.com/hooks/${name}?token=top-secret`;
}

export async function putSecret(
  { lifecycle }: Pick<ReportEnvironment, 'lifecycle'>,
  Name: string,
  Value: string,
): Promise<void> {
  const input = { Name, Value, Type: 'SecureString', Overwrite: true };
  await lifecycle.inHub('ssm').call('PutParameter', input);
}
