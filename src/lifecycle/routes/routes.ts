/**
 * The table of events and handlers, from which rules and functions are made, on AWS and in a rehearsal. Names are those
 * that operators know.
 */

import { eventSource } from '../../model/account-event.ts';
import { baselineNames } from '../baseline/baseline-names.ts';
import type { EventHandler } from '../handlers/event-handler.ts';
import { onAccountEvent } from '../handlers/on-account-event.ts';
import { onActivity } from '../handlers/on-activity.ts';
import { onBuild } from '../handlers/on-build.ts';
import { onMaintenanceWindow } from '../handlers/on-maintenance-window.ts';
import { onOrganizationEvent } from '../handlers/on-organization-event.ts';
import { onStateTag } from '../handlers/on-state-tag.ts';
import { onSweep } from '../handlers/on-sweep.ts';
import type { Lifecycle } from '../lifecycle.ts';

export interface LifecycleRoute {
  /** Name of the function, after the environment's identifier. */
  readonly name: string;
  /** The event pattern, or the schedule. */
  readonly on: { readonly pattern: object } | { readonly schedule: string };
  readonly handle: EventHandler;
}

type Names = Pick<Lifecycle, 'settings' | 'hub'>;

export function routes(names: Names): readonly LifecycleRoute[] {
  return [...ofOrganization(names), ...ofBuilds(names), ...ofOurs(names), ...ofTime(names)];
}

function ofOrganization({ settings }: Names): LifecycleRoute[] {
  const key = `${settings.features.withTagPrefix}state`;
  // Any account of the organization may put events on the bus; only the management account's are of Organizations.
  const account = [settings.automation.roleArnToManageAccounts.split(':')[4] ?? ''];
  const source = ['aws.organizations'];
  const tagged = (state: string) => ({
    source,
    account,
    detail: {
      errorCode: [{ exists: false }],
      eventName: ['TagResource'],
      eventSource: ['organizations.amazonaws.com'],
      requestParameters: { tags: { key: [key], value: [state] } },
    },
  });
  const created = {
    source,
    account,
    detail: { eventName: ['CreateAccountResult', 'MoveAccount'] },
  };
  return [
    { name: 'OnVanillaAccount', on: { pattern: created }, handle: onOrganizationEvent },
    {
      name: 'OnVanillaAccountTag',
      on: { pattern: tagged('vanilla') },
      handle: onStateTag('vanilla'),
    },
    {
      name: 'OnAssignedAccount',
      on: { pattern: tagged('assigned') },
      handle: onStateTag('assigned'),
    },
    {
      name: 'OnReleasedAccount',
      on: { pattern: tagged('released') },
      handle: onStateTag('released'),
    },
    { name: 'OnExpiredAccount', on: { pattern: tagged('expired') }, handle: onStateTag('expired') },
  ];
}

function ofBuilds({ settings }: Names): LifecycleRoute[] {
  const { preparation, purge } = baselineNames(settings);
  const ended = (statuses: readonly string[], projects: readonly string[]) => ({
    source: ['aws.codebuild'],
    'detail-type': ['CodeBuild Build State Change'],
    detail: { 'build-status': statuses, 'project-name': projects },
  });
  const failed = ['FAILED', 'STOPPED', 'TIMED_OUT', 'FAULT'];
  return [
    {
      name: 'OnPreparedAccount',
      on: { pattern: ended(['SUCCEEDED'], [preparation]) },
      handle: onBuild,
    },
    { name: 'OnPurgedAccount', on: { pattern: ended(['SUCCEEDED'], [purge]) }, handle: onBuild },
    { name: 'OnAlert', on: { pattern: ended(failed, [preparation, purge]) }, handle: onBuild },
  ];
}

function ofOurs({ hub }: Names): LifecycleRoute[] {
  const ours = (labels: readonly string[]) => ({
    source: [eventSource],
    'detail-type': labels,
    detail: { Environment: [hub.environment] },
  });
  return [
    {
      name: 'OnAccountEvent',
      on: { pattern: ours(['PreparationReport', 'PurgeReport']) },
      handle: onAccountEvent,
    },
    // The end of a transaction is recorded by the worker that ends it.
    { name: 'OnActivity', on: { pattern: ours(['ConsoleLoginEvent']) }, handle: onActivity },
  ];
}

function ofTime({ settings }: Names): LifecycleRoute[] {
  const { maintenanceWindowExpression, sweepExpression } = settings.automation;
  return [
    {
      name: 'OnMaintenanceWindow',
      on: { schedule: maintenanceWindowExpression },
      handle: onMaintenanceWindow,
    },
    { name: 'OnSweep', on: { schedule: sweepExpression }, handle: onSweep },
  ];
}
