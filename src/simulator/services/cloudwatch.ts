/** Amazon CloudWatch: metrics. */

import type { AnyService, FindNeeds } from '../service.ts';
import { putMetricData } from './cloudwatch/put-metric-data.ts';
import { readHandlers } from './cloudwatch/read-metrics.ts';

/** Metrics have no ARN; a policy names their namespace. */
const needs: FindNeeds = (operation, { Namespace }) => {
  if (operation !== 'PutMetricData' || typeof Namespace !== 'string') return undefined;
  const conditions = { 'cloudwatch:namespace': Namespace };
  return [{ action: 'cloudwatch:PutMetricData', resource: '*', conditions }];
};

export const cloudwatchService: AnyService = {
  name: 'cloudwatch',
  handlers: { PutMetricData: putMetricData, ...readHandlers },
  needs,
};
