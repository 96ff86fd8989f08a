/**
 * The notation of the catalogue's tables. A row is a line of words (`.` is the element itself, `-` is nothing):
 *
 *     vpc: 'DescribeVpcs Vpcs[] VpcId vpc/{VpcId} Tags',
 *           operation    items  id    arn          tags
 *
 * The ARN is a path or, with `{`, `/` or `:` in it, a template: a whole one, or the part after
 * `arn:{partition}:service:{region}:{account}:`. Arguments that are one placeholder (`'{VpcId}'`, `'{parent:id}'`,
 * `'{each:arn}'`) are sent as the value at that path. Actions, keys and pages follow from the models.
 */

import type {
  CallArgument,
  CatalogueEntry,
  DetailDefinition,
} from '../../src/inventory/catalogue/entry.ts';

/** Types of one service. */
export interface CatalogueGroup {
  readonly model: string;
  /** The service name that users and the reference collector use. */
  readonly service: string;
  /** The service in ARNs, where it differs from the IAM action prefix. */
  readonly arn?: string;
  readonly scope?: CatalogueEntry['scope'];
  readonly askIn?: string;
  /** The types that the reference collector has, by the same names. */
  readonly recon?: string;
  /** The region where the reference lists them, if it differs from their own. */
  readonly reconScope?: CatalogueEntry['scope'];
  readonly types: Readonly<Record<string, CatalogueRow>>;
}

export type CatalogueRow = string | readonly [words: string, more: RowOptions];

export interface RowOptions
  extends Partial<
    Pick<
      CatalogueEntry,
      | 'scope'
      | 'askIn'
      | 'parent'
      | 'home'
      | 'details'
      | 'json'
      | 'csv'
      | 'absent'
      | 'oncePerRun'
      | 'recon'
    >
  > {
  readonly input?: Readonly<Record<string, CallArgument>>;
  readonly variants?: readonly Readonly<Record<string, CallArgument>>[];
  readonly after?: CatalogueEntry['list']['after'];
  readonly tokens?: CatalogueEntry['list']['tokens'];
  readonly member?: string;
  readonly carry?: readonly string[];
  /** Actions that AWS requires in addition to those of the operations. */
  readonly actions?: readonly string[];
}

interface DetailMore extends Pick<DetailDefinition, 'each' | 'absent' | 'json'> {
  /** `names 100 name projects[] name`: member, how many at once, id, items, match. */
  readonly batch?: string;
}

/** A detail: `ask('GetBucketPolicy Policy Policy', { Bucket: '{Name}' })` is operation, take and as. */
export function ask(
  words: string,
  input: Readonly<Record<string, CallArgument>>,
  { batch, ...more }: DetailMore = {},
): DetailDefinition {
  const [operation = '', take, as] = words.split(' ');
  const detail = { operation, input, take: nothingFor(take), as: nothingFor(as), ...more };
  return batch === undefined ? detail : { ...detail, batch: toBatch(batch) };
}

/** `.` is the empty path, in tables only. */
export function nothingFor(word: string | undefined): string {
  return word === undefined || word === '.' ? '' : word;
}

function toBatch(words: string): NonNullable<DetailDefinition['batch']> {
  const [member = '', most, id, items = '', match] = words.split(' ');
  return { member, most: Number(most), id: nothingFor(id), items, match: nothingFor(match) };
}
