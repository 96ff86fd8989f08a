/**
 * Incidents in the tracker that the settings select.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanagerincidentmanager.html
 */

import { hubArn } from '../../lifecycle/hub/names.ts';
import type { PolicyStatement } from '../deployment.ts';
import type { LifecycleInstallation } from '../lifecycle-installation.ts';
import { allow, type PermissionSet } from './statement.ts';

export const openIncidents: PermissionSet = (installation) => {
  const { withIncidents, withResponsePlanArn: plan } = installation.settings.features;
  if (!withIncidents) return [];
  return plan === undefined ? openItems(installation) : openRecords(installation, plan);
};

export const resolveIncidents: PermissionSet = (installation) => {
  const { withIncidents, withResponsePlanArn: plan } = installation.settings.features;
  if (!withIncidents) return [];
  return plan === undefined ? resolveItems(installation) : resolveRecords(installation, plan);
};

function openItems(installation: LifecycleInstallation): readonly PolicyStatement[] {
  const actions = ['AddTagsToResource', 'GetOpsItem', 'UpdateOpsItem'];
  return [
    allow('CreateIncidents', ['ssm:CreateOpsItem'], ['*']),
    allow('OpenIncidents', named('ssm', actions), [itemsArn(installation)]),
  ];
}

function resolveItems(installation: LifecycleInstallation): readonly PolicyStatement[] {
  return [
    allow('FindIncidents', ['ssm:DescribeOpsItems'], ['*']),
    allow('ResolveIncidents', ['ssm:UpdateOpsItem'], [itemsArn(installation)]),
  ];
}

function itemsArn(installation: LifecycleInstallation): string {
  return hubArn(installation, 'ssm', 'opsitem/*');
}

const recordActions = [
  'GetIncidentRecord',
  'ListRelatedItems',
  'TagResource',
  'UpdateIncidentRecord',
  'UpdateRelatedItems',
];

function openRecords(
  installation: LifecycleInstallation,
  plan: string,
): readonly PolicyStatement[] {
  return [
    allow('StartIncidents', ['ssm-incidents:StartIncident'], [plan]),
    allow('OpenIncidents', named('ssm-incidents', recordActions), [recordsArn(installation, plan)]),
  ];
}

function resolveRecords(
  installation: LifecycleInstallation,
  plan: string,
): readonly PolicyStatement[] {
  const actions = ['GetIncidentRecord', 'UpdateIncidentRecord'];
  return [
    allow('ResolveIncidents', named('ssm-incidents', actions), [recordsArn(installation, plan)]),
  ];
}

/** Records are below the name of their plan, and have no region. */
function recordsArn({ hub }: LifecycleInstallation, plan: string): string {
  const name = plan.split('/').at(-1) ?? '';
  return `arn:${hub.partition}:ssm-incidents::${hub.accountId}:incident-record/${name}/*`;
}

function named(service: string, actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}
