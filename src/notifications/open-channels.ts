/** The channels of an installation: the topic of exceptions, and what the settings name. */

import { exceptionsTopicArn } from '../lifecycle/hub/exceptions-topic.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { NotificationChannelSettings } from '../settings/settings.ts';
import type { Channel } from './channel.ts';
import { signedWebhook } from './channels/signed-webhook.ts';
import { slack } from './channels/slack.ts';
import { snsTopic } from './channels/sns-topic.ts';
import { teamsConnector } from './channels/teams-connector.ts';
import { teamsWorkflow } from './channels/teams-workflow.ts';
import type { ReadSecret } from './channels/webhook-channel.ts';
import type { Fetch } from './post-webhook.ts';
import { type SecretParameters, secretParameters } from './secret-parameters.ts';

export type ChannelContext = Pick<Lifecycle, 'settings' | 'hub' | 'inHub' | 'clock'>;

/** Opens them without a call: secrets are read when a message is sent. */
export function openChannels(lifecycle: ChannelContext, fetch?: Fetch): readonly Channel[] {
  const { inHub } = lifecycle;
  const topic = snsTopic({ topicArn: exceptionsTopicArn(lifecycle), sns: () => inHub('sns') });
  return [topic, ...openWebhooks(lifecycle, fetch)];
}

/** Those that reach Microsoft Teams. */
export function openTeamsChannels(lifecycle: ChannelContext, fetch?: Fetch): readonly Channel[] {
  const { features } = lifecycle.settings;
  const withNotificationChannels = features.withNotificationChannels.filter(({ type }) =>
    type.startsWith('teams'),
  );
  const settings = { ...lifecycle.settings, features: { ...features, withNotificationChannels } };
  return openWebhooks({ ...lifecycle, settings }, fetch);
}

function openWebhooks(
  { settings, inHub, clock }: ChannelContext,
  fetch: Fetch = globalThis.fetch,
): readonly Channel[] {
  const secrets = secretParameters(() => inHub('ssm'), clock);
  const { withNotificationChannels, withMicrosoftWebhookOnAlerts: teams } = settings.features;
  const fixed: ReadSecret = async () => teams ?? '';
  return [
    ...(teams === undefined
      ? []
      : [teamsByAddress(teams)({ name: 'teams', url: fixed, fetch, clock })]),
    ...withNotificationChannels.map((channel) => openChannel(channel, { secrets, fetch, clock })),
  ];
}

/** Connectors have hosts of their own; every other address is a workflow's. */
function teamsByAddress(url: string): typeof teamsWorkflow {
  const { hostname } = new URL(url);
  const isConnector = /(^|\.)(webhook\.office\.com|outlook\.office(365)?\.com)$/.test(hostname);
  return isConnector ? teamsConnector : teamsWorkflow;
}

interface Access {
  readonly secrets: SecretParameters;
  readonly fetch: Fetch;
  readonly clock: ChannelContext['clock'];
}

function openChannel(
  { name, type, urlParameter, secretParameter }: NotificationChannelSettings,
  { secrets, fetch, clock }: Access,
): Channel {
  const read =
    (parameter: string): ReadSecret =>
    (signal) =>
      secrets.read(parameter, signal);
  const options = { name, url: read(urlParameter), fetch, clock };
  switch (type) {
    case 'teams':
      return teamsWorkflow(options);
    case 'teams-connector':
      return teamsConnector(options);
    case 'slack':
      return slack(options);
    case 'webhook':
      return signedWebhook({ ...options, secret: read(secretParameter ?? '') });
  }
}
