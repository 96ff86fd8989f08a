/** Options that select accounts and regions, checked before any call to AWS. */

import * as z from 'zod';
import { partitions } from '../aws/models/service-model.ts';
import { isAccountId, isOuId, isRootId } from '../model/account.ts';
import { nearest } from '../model/nearest.ts';

const targetId = z
  .string()
  .refine((id) => isAccountId(id) || isOuId(id) || isRootId(id) || isOuPath(id), {
    error: ({ input }) =>
      `"${input}" is not an account id (12 digits), an OU id (ou-…), an OU path (/Workloads) or a root id (r-…)`,
  });

/** Names of OUs from the root down: `/Workloads/Production`. */
export function isOuPath(text: string): boolean {
  return text.startsWith('/');
}

const knownRegions = new Set(partitions.flatMap(({ regions }) => regions));

/** The name of an existing AWS region. */
export const regionSchema = z.string().refine((name) => knownRegions.has(name), {
  error: ({ input }) =>
    `"${input}" is not an AWS region${suggestion(String(input))}; regions look like eu-west-1`,
});

export const selectionFields = {
  /** Account, OU (with all below) and root ids, and paths of OUs: `/Workloads`. Default: the whole organization. */
  targets: z
    .array(targetId)
    .min(1, 'is empty; leave it out to mean the whole organization')
    .optional(),
  /** Excluded accounts, OUs, paths of OUs, and roots; overrides everything else. */
  ignore: z.array(targetId).default([]),
  /** Globs on account names, any of them: `sandbox-*`. A leading `!` subtracts: `!sandbox-legacy-*`. */
  names: z.array(z.string().min(1)).min(1, 'is empty').optional(),
  /** Tags that an account must carry, all of them. */
  tags: z.record(z.string(), z.string()).default({}),
  /** Account states, any of them. Only ACTIVE accounts run. */
  states: z.array(z.string().toUpperCase()).min(1, 'is empty').optional(),
  /** The caller's own account is excluded by default. */
  includeCaller: z.boolean().default(false),
  /** The management account is excluded by default. */
  includeManagement: z.boolean().default(false),
  /** Selected accounts that cannot run are an error before anything ran, instead of being skipped. */
  strict: z.boolean().default(false),
  /** Regions, or those that each account has enabled. Default: the configured region. */
  regions: z
    .union([z.literal('enabled'), z.array(regionSchema).min(1, 'is empty')])
    .transform((regions) => (regions === 'enabled' ? regions : [...new Set(regions)]))
    .optional(),
};

export const selectionSchema = z.strictObject(selectionFields);

/** As a caller gives it; everything is optional. */
export type SelectionOptions = z.input<typeof selectionSchema>;
export type AccountSelection = z.output<typeof selectionSchema>;

function suggestion(region: string): string {
  const close = nearest(region, [...knownRegions]);
  return close ? `, did you mean ${close}` : '';
}

/** Units of the selection, whose existence is checked first. */
export function unitsOf({ targets = [], ignore }: AccountSelection): string[] {
  return [...new Set([...targets, ...ignore])].filter((id) => !isAccountId(id));
}

export function hasTags({ tags }: AccountSelection): boolean {
  return Object.keys(tags).length > 0;
}
