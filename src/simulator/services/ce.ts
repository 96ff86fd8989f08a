/** AWS Cost Explorer: costs by day and month, forecasts, cost allocation tags. */

import type { AnyService } from '../service.ts';
import { allocationTagHandlers } from './ce/allocation-tags.ts';
import { getCostAndUsage } from './ce/cost-and-usage.ts';
import { getDimensionValues } from './ce/dimension-values.ts';
import { getCostForecast } from './ce/forecast.ts';

export const costExplorerService: AnyService = {
  name: 'ce',
  handlers: {
    GetCostAndUsage: getCostAndUsage,
    GetCostForecast: getCostForecast,
    GetDimensionValues: getDimensionValues,
    ...allocationTagHandlers,
  },
};
