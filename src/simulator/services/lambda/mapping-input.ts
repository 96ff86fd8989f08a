/** What event source mappings accept. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */

import { compilePattern, PatternError } from '../events/pattern.ts';
import { invalidValue, notKnown } from './errors.ts';
import type { MappingSettings } from './event-source-mapping.ts';

export interface MappingInput {
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}

const known = [
  'UUID',
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FilterCriteria',
  'FunctionResponseTypes',
  'ScalingConfig',
  'Tags',
];

export const queueDefaults: MappingSettings = {
  isEnabled: true,
  batchSize: 10,
  windowSeconds: 0,
  filters: [],
  reportsFailures: false,
  maxConcurrency: undefined,
};

const maxPlainBatch = 10;

export function changedMapping(before: MappingSettings, input: MappingInput): MappingSettings {
  const other = Object.keys(input).find((member) => !known.includes(member));
  if (other !== undefined) throw notKnown(`event source mappings of queues with ${other}`);
  const { FunctionResponseTypes: types, ScalingConfig, FilterCriteria } = input;
  const after = {
    isEnabled: input.Enabled ?? before.isEnabled,
    batchSize: input.BatchSize ?? before.batchSize,
    windowSeconds: input.MaximumBatchingWindowInSeconds ?? before.windowSeconds,
    filters: FilterCriteria ? patternsOf(FilterCriteria) : before.filters,
    reportsFailures: types ? types.includes('ReportBatchItemFailures') : before.reportsFailures,
    maxConcurrency: ScalingConfig ? ScalingConfig.MaximumConcurrency : before.maxConcurrency,
  };
  check('batchSize', after.batchSize, [1, 10_000]);
  check('maximumBatchingWindowInSeconds', after.windowSeconds, [0, 300]);
  if (after.maxConcurrency !== undefined) {
    check('scalingConfig.maximumConcurrency', after.maxConcurrency, [2, 1_000]);
  }
  if (after.batchSize > maxPlainBatch && after.windowSeconds === 0) {
    throw invalidValue(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
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
