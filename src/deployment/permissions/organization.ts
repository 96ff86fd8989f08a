/** The organization and its accounts: their own roles are assumed by way of the role in the management account. */

import { allow, type PermissionSet } from './statement.ts';

export const manageOrganization: PermissionSet = ({ settings }) => [
  allow('ManageOrganization', ['sts:AssumeRole'], [settings.automation.roleArnToManageAccounts]),
];
