/** Options of the three containers of a runner. */

import * as z from 'zod';
import { accountProblem, bucketProblem } from '../../../options/aws-names.ts';
import { checkedText, text } from '../../../options/kinds.ts';
import { describeOption, type OptionShape, withMeta } from '../../../options/option.ts';

export const runnerOptions = {
  account: checkedText('id', accountProblem).describe('the account that is collected'),
  terminationLog: text('file', 'write nothing', { completion: 'file' })
    .describe('file for the result as JSON, which the orchestrator reads')
    .optional(),
};

export const bucketOptions = {
  bucket: checkedText('name', bucketProblem).describe('bucket to upload to'),
  bucketOwner: checkedText('account', accountProblem, { fallback: 'any' })
    .describe('account that the bucket must belong to')
    .optional(),
};

type Unread<Shape extends OptionShape> = {
  readonly [Field in keyof Shape]: z.ZodOptional<z.ZodUnknown>;
};

/**
 * The same options, whose values are taken as they were typed. The run function reads them: a container reports options
 * that are wrong where Kubernetes looks for its result.
 */
export function unread<Shape extends OptionShape>(shape: Shape): Unread<Shape> {
  const entries = Object.entries(shape).map(([field, schema]) => {
    const { help, isRequired, ...meta } = describeOption(field, schema);
    return [field, withMeta(z.unknown().optional(), meta).describe(help)];
  });
  return Object.fromEntries(entries) as Unread<Shape>;
}
