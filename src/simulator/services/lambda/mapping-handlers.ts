/** Event source mappings: create, read, update, delete. */

import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { conflict, invalidValue, notFound, notKnown } from './errors.ts';
import {
  type EventSourceMapping,
  type MappingSettings,
  mappingsOf,
  type StreamSettings,
} from './event-source-mapping.ts';
import { functionAt } from './find-function.ts';
import { type LambdaPageInput, lambdaPage } from './function-handlers.ts';
import {
  changedMapping,
  type MappingInput,
  queueDefaults,
  streamDefaults,
} from './mapping-input.ts';
import { checkQueueAccess, followQueue } from './queue-source.ts';
import { checkStreamAccess, firstPosition, followStream, isStreamArn } from './stream-source.ts';

interface CreateMappingInput extends MappingInput {
  readonly EventSourceArn?: string;
  readonly FunctionName: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

interface UpdateMappingInput extends MappingInput {
  readonly UUID: string;
  readonly FunctionName?: string;
}

interface MappingId {
  readonly UUID: string;
}

interface ListMappingsInput extends LambdaPageInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
}

export const mappingHandlers = {
  CreateEventSourceMapping: (input: CreateMappingInput, context: CallContext) => {
    const { EventSourceArn: sourceArn = '', FunctionName, Tags = {} } = input;
    const isStream = isStreamArn(sourceArn);
    const [, , service] = sourceArn.split(':');
    if (service !== 'sqs' && !isStream) {
      throw notKnown(`event sources such as ${sourceArn || 'none'}`);
    }
    const called = functionAt(context, FunctionName);
    const settings = changedMapping(isStream ? streamDefaults : queueDefaults, input);
    if (isStream && input.StartingPosition === undefined) {
      throw invalidValue(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
      );
    }
    const check = isStream ? checkStreamAccess : checkQueueAccess;
    check(context.world, called, sourceArn);
    const mappings = callerMappings(context);
    const duplicate = [...mappings.values()].find(
      (one) => one.sourceArn === sourceArn && one.functionArn === called.arn,
    );
    if (duplicate) {
      throw conflict(
        `An event source mapping with ${isStream ? 'stream' : 'SQS'} arn (" ${sourceArn} ") and function (" ${called.name} ") already exists. Please update or delete the existing mapping with UUID ${duplicate.id}`,
      );
    }
    const { world, region, caller, now } = context;
    const id = uuid(world.random);
    const mapping: EventSourceMapping = {
      id,
      arn: `arn:${world.partition.name}:lambda:${region}:${caller.accountId}:event-source-mapping:${id}`,
      sourceArn,
      functionArn: called.arn,
      settings,
      modifiedAt: now,
      tags: new Map(Object.entries(Tags)),
      position: isStream ? firstPosition(world, sourceArn, settings) : 0,
      stop: () => {},
    };
    mappings.set(id, mapping);
    follow(context, mapping);
    return described(mapping, 'Creating');
  },

  GetEventSourceMapping: ({ UUID }: MappingId, context: CallContext) =>
    described(mappingAt(context, UUID)),

  UpdateEventSourceMapping: (input: UpdateMappingInput, context: CallContext) => {
    const mapping = mappingAt(context, input.UUID);
    const settings = changedMapping(mapping.settings, input);
    if (input.FunctionName !== undefined) {
      mapping.functionArn = functionAt(context, input.FunctionName).arn;
    }
    mapping.settings = settings;
    mapping.modifiedAt = context.now;
    mapping.stop();
    follow(context, mapping);
    return described(mapping, 'Updating');
  },

  DeleteEventSourceMapping: ({ UUID }: MappingId, context: CallContext) => {
    const mapping = mappingAt(context, UUID);
    mapping.stop();
    callerMappings(context).delete(UUID);
    return described(mapping, 'Deleting');
  },

  ListEventSourceMappings: (input: ListMappingsInput, context: CallContext) => {
    const { EventSourceArn, FunctionName } = input;
    const arn = FunctionName === undefined ? undefined : functionAt(context, FunctionName).arn;
    const items = [...callerMappings(context).values()].filter(
      (one) =>
        (EventSourceArn === undefined || one.sourceArn === EventSourceArn) &&
        (arn === undefined || one.functionArn === arn),
    );
    const page = lambdaPage(context, input, {
      items,
      key: ({ id }) => id,
      scope: `mappings ${EventSourceArn} ${FunctionName}`,
    });
    return { EventSourceMappings: page.items.map((one) => described(one)), ...page.token };
  },
};

function callerMappings(context: CallContext): Map<string, EventSourceMapping> {
  return mappingsOf.ofCall(context);
}

function mappingAt(context: CallContext, id: string): EventSourceMapping {
  const mapping = callerMappings(context).get(id);
  if (mapping) return mapping;
  throw notFound('The resource you requested does not exist.');
}

function follow({ world }: CallContext, mapping: EventSourceMapping): void {
  if (!mapping.settings.isEnabled) return;
  const followSource = mapping.settings.stream ? followStream : followQueue;
  mapping.stop = followSource(world, mapping);
}

function described(mapping: EventSourceMapping, state?: string) {
  const { id, arn, sourceArn, functionArn, settings, modifiedAt } = mapping;
  return {
    UUID: id,
    EventSourceMappingArn: arn,
    EventSourceArn: sourceArn,
    FunctionArn: functionArn,
    LastModified: new Date(modifiedAt),
    State: state ?? (settings.isEnabled ? 'Enabled' : 'Disabled'),
    StateTransitionReason: 'USER_INITIATED',
    ...settingsOutput(settings),
  };
}

function settingsOutput(settings: MappingSettings) {
  const { batchSize, windowSeconds, filters, reportsFailures, maxConcurrency, stream } = settings;
  return {
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: windowSeconds,
    ...(filters.length > 0 && {
      FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) },
    }),
    FunctionResponseTypes: reportsFailures ? ['ReportBatchItemFailures'] : [],
    ...(maxConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maxConcurrency } }),
    ...(stream && streamOutput(stream)),
  };
}

function streamOutput(settings: StreamSettings) {
  const { startsAt, maxRetries, maxAgeSeconds, bisects, onFailureArn } = settings;
  return {
    StartingPosition: startsAt,
    MaximumRetryAttempts: maxRetries,
    MaximumRecordAgeInSeconds: maxAgeSeconds,
    BisectBatchOnFunctionError: bisects,
    ParallelizationFactor: 1,
    TumblingWindowInSeconds: 0,
    DestinationConfig: {
      OnFailure: onFailureArn === undefined ? {} : { Destination: onFailureArn },
    },
  };
}
