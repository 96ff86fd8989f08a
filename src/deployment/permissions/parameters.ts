/**
 * Secrets in SecureString parameters, which the key `aws/ssm` encrypts. Another key requires a statement in its policy.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */

import { acknowledgementKeyName, hubArn } from '../../lifecycle/hub/names.ts';
import type { NotificationChannelSettings } from '../../settings/settings.ts';
import type { LifecycleInstallation } from '../lifecycle-installation.ts';
import { allow, type PermissionSet } from './statement.ts';

export const readChannels: PermissionSet = (installation) =>
  readSecrets(installation, installation.settings.features.withNotificationChannels);

export const readTeamsChannels: PermissionSet = (installation) =>
  readSecrets(
    installation,
    installation.settings.features.withNotificationChannels.filter(({ type }) =>
      type.startsWith('teams'),
    ),
  );

export const readAcknowledgementKey: PermissionSet = (installation) => {
  const arn = parameterArn(installation, acknowledgementKeyName(installation));
  return [allow('ReadAcknowledgementKey', ['ssm:GetParameter'], [arn])];
};

function readSecrets(
  installation: LifecycleInstallation,
  channels: readonly NotificationChannelSettings[],
): ReturnType<PermissionSet> {
  const names = channels.flatMap(({ urlParameter, secretParameter }) =>
    secretParameter === undefined ? [urlParameter] : [urlParameter, secretParameter],
  );
  if (names.length === 0) return [];
  const arns = [...new Set(names)].map((name) => parameterArn(installation, name));
  return [allow('ReadSecrets', ['ssm:GetParameter'], arns)];
}

function parameterArn(installation: LifecycleInstallation, name: string): string {
  return hubArn(installation, 'ssm', `parameter/${name.replace(/^\//, '')}`);
}
