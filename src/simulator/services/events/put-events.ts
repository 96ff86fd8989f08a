/** PutEvents: events on a bus of the caller's or another account. */

import type { CallContext } from '../../service.ts';
import { perWorld } from '../../world/service-state.ts';
import { admits, busNamed, dispatch } from './deliver.ts';
import { makeEvent, type SimulatedEvent, uuid } from './event.ts';
import { invalid } from './find.ts';
import { hasListener } from './publish.ts';
import type { Bus } from './state.ts';

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  readonly Time?: Date;
  readonly EventBusName?: string;
}

interface Result {
  readonly EventId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

const maxBytes = 1_048_576;

/** Called for every event that PutEvents accepts, before any fault applies to its delivery. */
export const putWatchers = perWorld(() => new Set<(event: SimulatedEvent) => void>());

export const putHandlers = {
  PutEvents: ({ Entries }: { readonly Entries: readonly Entry[] }, context: CallContext) => {
    if (Entries.length === 0 || Entries.length > 10) {
      throw invalid('Member must have length less than or equal to 10');
    }
    const bytes = Entries.reduce((sum, { Detail = '' }) => sum + Buffer.byteLength(Detail), 0);
    if (bytes > maxBytes)
      throw invalid('Total size of the entries in the request is over the limit.');
    const results = Entries.map((entry) => put(context, entry));
    const FailedEntryCount = results.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    return { FailedEntryCount, Entries: results };
  },
};

function put(context: CallContext, entry: Entry): Result {
  const { world, caller, region, now } = context;
  const { Source = '', DetailType = '', Detail = '', Resources, Time } = entry;
  const problem = problemOf(entry);
  if (problem) return problem;
  const bus = busFor(context, entry.EventBusName);
  // Events to an unknown bus are dropped, as at AWS.
  if (!bus) return { EventId: uuid(world.random) };
  const owner = bus.arn.split(':')[4] ?? '';
  if (owner !== caller.accountId && !admits(world, bus, caller.accountId)) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  const event = makeEvent(world.random, {
    source: Source,
    detailType: DetailType,
    account: caller.accountId,
    region,
    at: Time?.getTime() ?? now,
    detail: JSON.parse(Detail) as object,
    ...(Resources && { resources: Resources }),
  });
  for (const watcher of putWatchers(world)) watcher(event);
  if (hasListener(bus)) dispatch(world, bus, event, now);
  return { EventId: event.id };
}

function busFor(context: CallContext, name = 'default'): Bus | undefined {
  const { world, caller, region } = context;
  const arn = `arn:${world.partition.name}:events:${region}:${caller.accountId}:event-bus/${name}`;
  return busNamed(world, name.startsWith('arn:') ? name : arn);
}

function problemOf({ Source = '', DetailType = '', Detail = '' }: Entry): Result | undefined {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (value === '') {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  if (Source.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  return isObject(Detail)
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
