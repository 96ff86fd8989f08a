/**
 * Publishes CloudTrail events about Organizations calls to EventBridge: on the default bus of the management account,
 * in the partition's global region, some seconds later. Only where a rule can receive them.
 */

import { randomFrom } from '../model/random.ts';
import type { CallContext } from './service.ts';
import { uuid } from './services/events/event.ts';
import { defaultBus, hasListener, publishEvent } from './services/events/publish.ts';
import type { CallerIdentity } from './world/caller.ts';
import type { World } from './world/world.ts';

const changing =
  /^(Accept|Attach|Cancel|Close|Create|Decline|Delete|Deregister|Detach|Disable|Enable|Invite|Leave|Move|Register|Remove|Tag|Untag|Update)/;

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly errorCode?: string | undefined;
}

/** Called for every call, successful or failed. */
export function trail(context: CallContext, { service, operation, input, errorCode }: Call): void {
  if (service !== 'organizations' || !changing.test(operation)) return;
  const { world, caller, now, requestId } = context;
  if (errorCode === undefined) {
    const change = { at: now, operation, input, principal: caller.arn };
    for (const watcher of world.watchers) watcher(change);
  }
  publishLater(world, now, 'AWS API Call via CloudTrail', {
    eventVersion: '1.10',
    userIdentity: identityOf(caller),
    eventTime: isoSeconds(now),
    eventSource: 'organizations.amazonaws.com',
    eventName: operation,
    awsRegion: world.partition.globalRegion,
    sourceIPAddress: '192.0.2.1',
    ...(errorCode !== undefined && { errorCode }),
    requestParameters: lowerCamel(input),
    responseElements: null,
    requestID: requestId,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: world.organization.managementAccountId,
  });
}

/** AWS itself announces that a requested account has been created. */
export function trailCreation(world: World, now: number, createAccountStatus: object): void {
  publishLater(world, now, 'AWS Service Event via CloudTrail', {
    eventVersion: '1.10',
    userIdentity: { accountId: world.organization.managementAccountId, invokedBy: 'AWS Internal' },
    eventTime: isoSeconds(now),
    eventSource: 'organizations.amazonaws.com',
    eventName: 'CreateAccountResult',
    awsRegion: world.partition.globalRegion,
    requestParameters: null,
    responseElements: null,
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { createAccountStatus },
    recipientAccountId: world.organization.managementAccountId,
  });
}

function publishLater(world: World, now: number, detailType: string, detail: object): void {
  const account = world.organization.managementAccountId;
  const region = world.partition.globalRegion;
  const bus = defaultBus(world, account, region);
  if (!bus || !hasListener(bus)) return;
  const eventID = uuid(world.random);
  world.timeline.schedule(now + trailDelayMs(world, eventID), 'an event of CloudTrail', (at) =>
    publishEvent(world, {
      source: 'aws.organizations',
      detailType,
      account,
      region,
      at,
      detail: { ...detail, eventID },
    }),
  );
}

/** CloudTrail delivers an event five to sixty seconds later. */
export function trailDelayMs({ seed }: World, eventID: string): number {
  return 5_000 + randomFrom(seed, eventID, 'cloudtrail').integer(55_000);
}

function identityOf({ kind, arn, userId, accountId, name }: CallerIdentity) {
  const types = {
    role: 'AssumedRole',
    user: 'IAMUser',
    root: 'Root',
    anonymous: 'Unknown',
  } as const;
  return {
    type: types[kind],
    principalId: userId,
    arn,
    accountId,
    ...(kind === 'user' && { userName: name }),
  };
}

export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** CloudTrail writes parameter names in lower camel case, at every depth. */
function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      lowerCamel(one),
    ]),
  );
}
