/** What is printed about the cost of a service. */

import * as z from 'zod';

export const serviceCostSchema = z.strictObject({
  month: z.string(),
  account: z.string(),
  service: z.string(),
  usd: z.string().describe('Decimal with two digits.'),
});

export type ServiceCost = Readonly<z.output<typeof serviceCostSchema>>;
