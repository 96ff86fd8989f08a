/** What is printed about the costs of a month. */

import * as z from 'zod';
import { statementSchema } from '../../../../reports/statement/statement.ts';

export const costsSchema = z.strictObject({
  statement: statementSchema,
  centers: z
    .array(
      z.strictObject({
        costCenter: z.string(),
        charges: z.record(z.string(), z.string()).describe('By currency, with two digits.'),
      }),
    )
    .readonly(),
});

export type CostsDocument = Readonly<z.output<typeof costsSchema>>;
