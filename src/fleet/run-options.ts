/** Options of a run, checked before any call to AWS. Unknown options are refused by name. */

import * as z from 'zod';
import { chainRule, roleFields } from '../aws/role.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { nearest } from '../model/nearest.ts';
import { selectionFields } from '../organization/selection.ts';
import { failureBudgetSchema } from './failure-budget.ts';

const runFields = {
  /** Maximum targets at once. Default 20. */
  concurrency: z
    .int()
    .min(1, {
      error: ({ input }) => `"${input}" is too few; at least one target must run at a time`,
    })
    .max(1000, {
      error: ({ input }) => `"${input}" is too many; at most 1000 targets run at a time`,
    })
    .default(20),
  /**
   * Milliseconds for one target, the role's assumption included. The session's signal is aborted then; a function that
   * has not stopped ten seconds later is reported as failed, and the run continues without it. Default: none.
   */
  timeoutMs: z.int().min(1).optional(),
  /** The run stops once more targets than this have failed: `5`, `'10%'`. Default: it never stops early. */
  failureBudget: failureBudgetSchema.optional(),
  /** The first failure stops the run. Running targets may finish, and nothing is lost. */
  failFast: z.boolean().default(false),
  /** Outcomes as they complete (default), or as the accounts were listed. */
  order: z.enum(['completion', 'input']).default('completion'),
  /**
   * Content of `session.account`. `true` (default): name, e-mail, state and OU ids, where the organization can be read.
   * With `false`, and only ids selected, the organization is not read at all.
   */
  facts: z.boolean().default(true),
  /** Also the names of the OUs above, one call per unit. */
  ouPath: z.boolean().default(false),
  /** Also the account's tags. */
  accountTags: z.boolean().default(false),
};

const runOptionsSchema = z
  .strictObject({ ...selectionFields, ...roleFields, ...runFields })
  .refine(...chainRule);

/** The selection, the role and the limits of a run. */
export type RunOptions = z.input<typeof runOptionsSchema>;
export type RunSettings = z.output<typeof runOptionsSchema>;

/**
 * Throws one `FlotillaError` that names every invalid option. `nameOf` returns the caller's name of an option,
 * `--targets` for `targets`.
 */
export function parseRunOptions(
  options: RunOptions,
  nameOf: (option: string) => string = (option) => option,
): RunSettings {
  const parsed = runOptionsSchema.safeParse(options, { reportInput: true });
  if (parsed.success) return parsed.data;
  const explained = parsed.error.issues.map((issue) => explain(issue, nameOf));
  // The parser's error is not the cause: it contains the input, perhaps with an external id.
  throw new FlotillaError('InvalidInput', explained.join('; '));
}

const known = Object.keys({ ...selectionFields, ...roleFields, ...runFields });

function explain(issue: z.core.$ZodIssue, nameOf: (option: string) => string): string {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownOption).join('; ');
  const [option = '', ...place] = issue.path.map(String);
  const name = nameOf(option);
  // A flag has no indexes: the quoted value identifies the element of a list.
  const where = name === option ? [name, ...place].join('.') : name;
  return `${where}: ${quoted(issue)}${issue.message}`;
}

/** A long value is a document, and an external id is half a secret. */
function quoted({ input, message, path }: z.core.$ZodIssue): string {
  const isQuotable = typeof input === 'string' && input.length <= 100 && path[0] !== 'externalId';
  return isQuotable && message.startsWith('is ') ? `"${input}" ` : '';
}

function unknownOption(key: string): string {
  const close = nearest(key, known);
  return `unknown option "${key}"${close ? `, did you mean ${close}` : ''}`;
}
