/** AWS Cost Explorer: costs by day and month, forecasts, cost allocation tags. */

import { defineService } from '../../service.ts';
import { allocationTagHandlers } from './allocation-tags.ts';
import { getCostAndUsage } from './cost-and-usage.ts';
import { getDimensionValues } from './dimension-values.ts';
import { getCostForecast } from './forecast.ts';

export const costExplorerService = defineService({
  name: 'ce',
  operations: {
    GetCostAndUsage: getCostAndUsage,
    GetCostForecast: getCostForecast,
    GetDimensionValues: getDimensionValues,
    ...allocationTagHandlers,
  },
});
