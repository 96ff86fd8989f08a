/** What event source mappings accept. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */

import { compilePattern, PatternError } from '../events/pattern.ts';
import { invalidValue, notKnown } from './errors.ts';
import type { MappingSettings, StreamSettings } from './event-source-mapping.ts';

export interface MappingInput {
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly StartingPosition?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly ParallelizationFactor?: number;
}

const common = [
  'UUID',
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FilterCriteria',
  'FunctionResponseTypes',
  'Tags',
];
const ofQueues = ['ScalingConfig'];
const ofStreams = [
  'StartingPosition',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'ParallelizationFactor',
];

export const queueDefaults: MappingSettings = {
  isEnabled: true,
  batchSize: 10,
  windowSeconds: 0,
  filters: [],
  reportsFailures: false,
  maxConcurrency: undefined,
  stream: undefined,
};

export const streamDefaults: MappingSettings = {
  ...queueDefaults,
  batchSize: 100,
  stream: {
    startsAt: 'LATEST',
    maxRetries: -1,
    maxAgeSeconds: -1,
    bisects: false,
    onFailureArn: undefined,
  },
};

const maxPlainBatch = 10;

export function changedMapping(before: MappingSettings, input: MappingInput): MappingSettings {
  const known = [...common, ...(before.stream ? ofStreams : ofQueues)];
  const other = Object.keys(input).find((member) => !known.includes(member));
  if (other !== undefined) {
    throw notKnown(
      `event source mappings of ${before.stream ? 'streams' : 'queues'} with ${other}`,
    );
  }
  const { FunctionResponseTypes: types, ScalingConfig, FilterCriteria } = input;
  const after = {
    isEnabled: input.Enabled ?? before.isEnabled,
    batchSize: input.BatchSize ?? before.batchSize,
    windowSeconds: input.MaximumBatchingWindowInSeconds ?? before.windowSeconds,
    filters: FilterCriteria ? patternsOf(FilterCriteria) : before.filters,
    reportsFailures: types ? types.includes('ReportBatchItemFailures') : before.reportsFailures,
    maxConcurrency: ScalingConfig ? ScalingConfig.MaximumConcurrency : before.maxConcurrency,
    stream: before.stream && changedStream(before.stream, input),
  };
  check('batchSize', after.batchSize, [1, 10_000]);
  check('maximumBatchingWindowInSeconds', after.windowSeconds, [0, 300]);
  if (after.maxConcurrency !== undefined) {
    check('scalingConfig.maximumConcurrency', after.maxConcurrency, [2, 1_000]);
  }
  if (!before.stream && after.batchSize > maxPlainBatch && after.windowSeconds === 0) {
    throw invalidValue(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return after;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
function changedStream(before: StreamSettings, input: MappingInput): StreamSettings {
  const { StartingPosition: startsAt = before.startsAt, ParallelizationFactor = 1 } = input;
  if (startsAt !== 'LATEST' && startsAt !== 'TRIM_HORIZON') {
    throw invalidValue(`Unsupported starting position for stream type: ${startsAt}`);
  }
  if (ParallelizationFactor !== 1) {
    throw notKnown(`event source mappings with the ParallelizationFactor ${ParallelizationFactor}`);
  }
  const { DestinationConfig } = input;
  const after = {
    startsAt,
    maxRetries: input.MaximumRetryAttempts ?? before.maxRetries,
    maxAgeSeconds: input.MaximumRecordAgeInSeconds ?? before.maxAgeSeconds,
    bisects: input.BisectBatchOnFunctionError ?? before.bisects,
    onFailureArn: DestinationConfig
      ? DestinationConfig.OnFailure?.Destination
      : before.onFailureArn,
  } as const;
  check('maximumRetryAttempts', after.maxRetries, [-1, 10_000]);
  if (after.maxAgeSeconds !== -1) {
    check('maximumRecordAgeInSeconds', after.maxAgeSeconds, [60, 604_800]);
  }
  if (after.onFailureArn !== undefined && !/^arn:[\w-]+:(sqs|sns):/.test(after.onFailureArn)) {
    throw notKnown(`the destination ${after.onFailureArn} of batches of a stream`);
  }
  return after;
}

function patternsOf({ Filters = [] }: NonNullable<MappingInput['FilterCriteria']>) {
  const patterns = Filters.flatMap(({ Pattern }) => Pattern ?? []);
  try {
    for (const pattern of patterns) compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw invalidValue(`Invalid filter pattern definition. ${error.message}`);
  }
  return patterns;
}

function check(member: string, value: number, [min, max]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw invalidValue(`Value '${value}' at '${member}' must be ${min} to ${max}.`);
}
