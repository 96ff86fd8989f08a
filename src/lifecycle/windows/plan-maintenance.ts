/**
 * Estimates a maintenance window before it opens: waves, AWS calls by API, minutes of CodeBuild, cost and time. Call
 * counts are those of an account without differences; times follow from AWS's rates.
 */

import { nextWindows } from '../../settings/next-windows.ts';
import type { EntrySettings, Settings } from '../../settings/settings.ts';
import { stateTag, tagKeys } from '../model/observation.ts';
import type { OrganizationSnapshot, SnapshotAccount } from '../sweep/snapshot.ts';
import { bySchedule, lastOpening, type OpeningSchedule } from './open-windows.ts';
import { waves } from './waves.ts';

/** The next or current window of each schedule. */
export interface MaintenancePlan {
  readonly windows: readonly PlannedWindow[];
}

/** An estimated window. */
export interface PlannedWindow {
  readonly expression: string;
  readonly timeZone: string;
  readonly isOpen: boolean;
  /** When it opens, or has opened. ISO, UTC. */
  readonly opensAt: string | undefined;
  /** Managed accounts under the schedule, and those of them that are released now. */
  readonly accounts: number;
  readonly released: number;
  /** Accounts of each wave; each wave waits for the one before it. */
  readonly waves: readonly number[];
  /** By service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly codeBuildMinutes: number;
  /** US dollars, at the price of the smallest Linux machine in us-east-1. */
  readonly dollars: number;
  /** From its opening to the last release, if nothing fails. */
  readonly minutes: number;
  readonly finishesAt: string | undefined;
}

/**
 * Calls of one account without differences, from released to released: `bench/lifecycle.ts` counts them. Items are read
 * of its shadow, of whether the window was stopped, and of whether it has an open incident.
 */
const always = {
  'dynamodb:UpdateItem': 1,
  'dynamodb:TransactWriteItems': 1,
  'dynamodb:GetItem': 3,
  'dynamodb:PutItem': 1,
  'organizations:ListTagsForResource': 1,
  'organizations:TagResource': 3,
  'events:PutEvents': 1,
};

const ofBuild = {
  'dynamodb:UpdateItem': 2,
  'dynamodb:PutItem': 2,
  'organizations:ListTagsForResource': 1,
  'sts:AssumeRole': 1,
  'codebuild:BatchGetProjects': 1,
  'codebuild:StartBuild': 1,
  'codebuild:BatchGetBuilds': 1,
  'events:PutEvents': 1,
};

/** What is published and saved before a state is left without a build. */
const ofStraight = { 'dynamodb:UpdateItem': 1, 'dynamodb:PutItem': 1, 'events:PutEvents': 1 };

/** Rules for logins are in two regions, unless the automation account is in that of root users. */
const ofPreparation = {
  'iam:GetRole': 2,
  'iam:ListAttachedRolePolicies': 1,
  'iam:GetRolePolicy': 2,
  'events:ListRules': 2,
  'events:ListTargetsByRule': 3,
  'sns:GetTopicAttributes': 1,
  'sns:Subscribe': 1,
};

/** Minutes that a build usually takes; the settings have no such value. */
export const buildMinutes = { purge: 18, preparation: 7 } as const;
/** BUILD_GENERAL1_SMALL on Linux. */
const dollarsPerMinute = 0.005;
/** Calls of the organization's APIs, all accounts together. */
const organizationCallsPerSecond = 15;

/** Estimates the maintenance windows of a snapshot: waves, calls, minutes of CodeBuild, cost and time. Pure. */
export function planMaintenance(
  settings: Settings,
  snapshot: OrganizationSnapshot,
): MaintenancePlan {
  const keys = tagKeys(settings.features.withTagPrefix);
  const windows = bySchedule(settings, snapshot).map(({ schedule, accounts }) => {
    const released = accounts.filter(({ account }) => stateTag(account, keys) === 'released');
    return planWindow(settings, schedule, { accounts, released, now: snapshot.at });
  });
  return { windows };
}

interface Under {
  readonly accounts: readonly SnapshotAccount[];
  readonly released: readonly SnapshotAccount[];
  readonly now: number;
}

function planWindow(
  settings: Settings,
  schedule: OpeningSchedule,
  { accounts, released, now }: Under,
): PlannedWindow {
  const opened = lastOpening(schedule, now);
  const opensAt = opened ?? nextWindows(schedule, now, 1)[0];
  const items = released.flatMap(({ item }) => (item ? [item] : []));
  const calls = callsOf(items);
  const codeBuildMinutes = items.reduce((sum, item) => sum + minutesOf(item), 0);
  const sizes = waves(accounts.length).map(({ from, to }) => to - from);
  const minutes = timeOf(settings, { calls, items, waves: sizes.length });
  return {
    expression: schedule.maintenanceWindowExpression,
    timeZone: schedule.timeZone,
    isOpen: opened !== undefined,
    opensAt: opensAt === undefined ? undefined : new Date(opensAt).toISOString(),
    accounts: accounts.length,
    released: released.length,
    waves: sizes,
    calls,
    codeBuildMinutes,
    dollars: Math.round(codeBuildMinutes * dollarsPerMinute * 100) / 100,
    minutes,
    finishesAt:
      opensAt === undefined
        ? undefined
        : new Date(Math.max(opensAt, now) + minutes * 60_000).toISOString(),
  };
}

/** A preparation also compares the role of the purge, where it is enabled. */
const ofPurgeRole = { 'iam:GetRole': 1, 'iam:ListAttachedRolePolicies': 1 };

function callsOf(items: readonly EntrySettings[]): Record<string, number> {
  const calls: Record<string, number> = {};
  const add = (counts: Readonly<Record<string, number>>) => {
    for (const [api, number] of Object.entries(counts)) calls[api] = (calls[api] ?? 0) + number;
  };
  for (const { purge, preparation } of items) {
    add(always);
    add(purge.feature === 'enabled' ? ofBuild : ofStraight);
    add(preparation.feature === 'enabled' ? ofBuild : ofStraight);
    if (preparation.feature === 'enabled') add(ofPreparation);
    if (preparation.feature === 'enabled' && purge.feature === 'enabled') add(ofPurgeRole);
  }
  return Object.fromEntries(Object.entries(calls).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function minutesOf({ purge, preparation }: EntrySettings): number {
  return (
    (purge.feature === 'enabled' ? buildMinutes.purge : 0) +
    (preparation.feature === 'enabled' ? buildMinutes.preparation : 0)
  );
}

interface MaintenanceLoad {
  readonly calls: Readonly<Record<string, number>>;
  readonly items: readonly EntrySettings[];
  readonly waves: number;
}

/**
 * Builds run in parallel, each in its account; the time depends on the organization's rate and the waits between waves.
 */
function timeOf(
  { automation }: Settings,
  { calls, items, waves: number }: MaintenanceLoad,
): number {
  const organization = Object.entries(calls)
    .filter(([api]) => api.startsWith('organizations:'))
    .reduce((sum, [, count]) => sum + count, 0);
  const longest = Math.max(0, ...items.map(minutesOf));
  const sweepMinutes = /^rate\((\d+) hour/.exec(automation.sweepExpression)?.[1];
  const between = Math.max(0, number - 1) * 60 * Number(sweepMinutes ?? 1);
  return Math.ceil(organization / organizationCallsPerSecond / 60 + longest + between);
}
