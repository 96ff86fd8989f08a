/** AWS::Lambda::EventSourceMapping */

import { membersOf, type TemplateMembers } from '../template/value.ts';
import {
  booleanOf,
  numberOf,
  type ProvidedResource,
  type ResourceProvider,
  type ResourceRequest,
  required,
  tagMap,
} from './provider.ts';

const numbers = [
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
];
const others = ['DestinationConfig', 'FilterCriteria', 'FunctionResponseTypes'];
const fixed = ['EventSourceArn', 'StartingPosition'];

/** The values of settings that a template no longer has. */
const defaults: TemplateMembers = {
  FilterCriteria: { Filters: [] },
  FunctionResponseTypes: [],
  MaximumBatchingWindowInSeconds: 0,
  ScalingConfig: {},
};

export const lambdaEventSourceMapping: ResourceProvider = {
  properties: [
    ...fixed,
    ...numbers,
    ...others,
    'BisectBatchOnFunctionError',
    'Enabled',
    'FunctionName',
    'ScalingConfig',
    'Tags',
  ],
  replacedBy: fixed,

  create: (request) => {
    const { access, properties, tags } = request;
    const { StartingPosition } = properties;
    const mapping = access.call('lambda', 'CreateEventSourceMapping', {
      EventSourceArn: properties.EventSourceArn,
      FunctionName: required(request, 'FunctionName'),
      ...(StartingPosition !== undefined && { StartingPosition }),
      ...settingsOf(request),
      ...(tags.length > 0 && { Tags: tagMap(tags) }),
    });
    return provided(mapping);
  },

  update: (request, before) => {
    const dropped = Object.keys(defaults).filter(
      (name) => request.properties[name] === undefined && before.properties[name] !== undefined,
    );
    const mapping = request.access.call('lambda', 'UpdateEventSourceMapping', {
      UUID: before.physicalId,
      FunctionName: required(request, 'FunctionName'),
      ...Object.fromEntries(dropped.map((name) => [name, defaults[name]])),
      ...settingsOf(request),
    });
    return provided(mapping);
  },

  remove: (access, { physicalId }) => {
    access.call('lambda', 'DeleteEventSourceMapping', { UUID: physicalId });
  },
};

function settingsOf({ properties }: ResourceRequest): object {
  const { BisectBatchOnFunctionError: bisects, Enabled, ScalingConfig } = properties;
  const supplied = [...numbers, ...others].flatMap((name) => {
    const value = properties[name];
    if (value === undefined) return [];
    return [[name, numbers.includes(name) ? numberOf(value) : value]];
  });
  return {
    ...Object.fromEntries(supplied),
    ...(bisects !== undefined && { BisectBatchOnFunctionError: booleanOf(bisects) }),
    ...(Enabled !== undefined && { Enabled: booleanOf(Enabled) }),
    ...(ScalingConfig !== undefined && {
      ScalingConfig: { MaximumConcurrency: numberOf(membersOf(ScalingConfig).MaximumConcurrency) },
    }),
  };
}

function provided({ UUID, EventSourceMappingArn }: TemplateMembers): ProvidedResource {
  return {
    physicalId: String(UUID),
    attributes: { Id: UUID, EventSourceMappingArn },
  };
}
