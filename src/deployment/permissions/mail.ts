/**
 * Mail of the sender that the settings name. The identity may be the address or its domain, and in the sandbox of SES
 * that of a recipient is checked too, so that the condition says which sender.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 */

import { hubArn } from '../../lifecycle/hub/names.ts';
import { bareAddress } from '../../model/mail-address.ts';
import { allow, type PermissionSet } from './statement.ts';

export const sendMail: PermissionSet = (installation) => {
  const { withOriginEmailRecipient: from } = installation.settings.features;
  if (from === undefined) return [];
  return [
    allow('SendMail', ['ses:SendRawEmail'], [hubArn(installation, 'ses', 'identity/*')], {
      StringEquals: { 'ses:FromAddress': bareAddress(from) },
    }),
  ];
};
