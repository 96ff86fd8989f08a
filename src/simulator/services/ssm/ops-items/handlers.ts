/**
 * OpsCenter: OpsItems with de-duplication.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html
 */

import { AwsError } from '../../../../wire/aws-error.ts';
import { callPage } from '../../../call-page.ts';
import type { CallContext } from '../../../service.ts';
import { hexadecimal } from '../../../world/ids.ts';
import { constraint } from '../errors.ts';
import { readTags, type Tag } from '../tags.ts';
import { checkContent, invalidParameter } from './check-content.ts';
import { matchesFilters, type OpsItemFilter } from './filters.ts';
import {
  callerOpsCenter,
  type OpsItem,
  type OpsItemContent,
  opsItemArn,
  requireItem,
  toOpsItem,
  toSummary,
} from './ops-item.ts';

interface CreateInput
  extends Omit<OpsItemContent, 'Status' | 'OpsItemType' | 'OperationalData'>,
    Partial<Pick<OpsItemContent, 'OpsItemType' | 'OperationalData'>> {
  readonly Tags?: readonly Tag[];
}

interface UpdateInput extends Partial<OpsItemContent> {
  readonly OpsItemId: string;
  readonly OperationalDataToDelete?: readonly string[];
}

interface DescribeInput {
  readonly OpsItemFilters?: readonly OpsItemFilter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const maxPage = 50;

export const opsItemHandlers = {
  CreateOpsItem: ({ Tags, ...written }: CreateInput, context: CallContext) => {
    checkContent(written);
    const { OperationalData = {}, OpsItemType = '/aws/issue' } = written;
    const dedup = dedupOf(OperationalData);
    const { items, open } = callerOpsCenter(context);
    const duplicate = dedup === undefined ? undefined : open.get(dedup);
    if (duplicate) throw alreadyExists(duplicate);
    const content: OpsItemContent = { ...written, OperationalData, OpsItemType, Status: 'Open' };
    const item = newItem(context, { content, dedup, tags: readTags(Tags) });
    items.set(item.id, item);
    if (dedup !== undefined) open.set(dedup, item);
    return { OpsItemId: item.id, OpsItemArn: item.arn };
  },

  GetOpsItem: ({ OpsItemId }: { readonly OpsItemId: string }, context: CallContext) => ({
    OpsItem: toOpsItem(requireItem(context, OpsItemId)),
  }),

  UpdateOpsItem: (input: UpdateInput, context: CallContext) => {
    const { OpsItemId, OperationalData, OperationalDataToDelete = [], ...written } = input;
    const item = requireItem(context, OpsItemId);
    checkContent({ ...written, ...(OperationalData && { OperationalData }) });
    checkDedup(item, OperationalData ?? {}, OperationalDataToDelete);
    const data = { ...item.content.OperationalData, ...OperationalData };
    for (const key of OperationalDataToDelete) delete data[key];
    item.content = { ...item.content, ...written, OperationalData: data };
    item.version++;
    item.modifiedAt = context.now;
    item.modifiedBy = context.caller.arn;
    keepOpen(context, item);
    return {};
  },

  DescribeOpsItems: (input: DescribeInput, context: CallContext) => {
    const { OpsItemFilters = [], MaxResults = maxPage, NextToken } = input;
    if (MaxResults < 1 || MaxResults > maxPage) {
      throw constraint('maxResults', MaxResults, `Member must be between 1 and ${maxPage}`);
    }
    const matches = matchesFilters(OpsItemFilters);
    const page = callPage(context, {
      items: [...callerOpsCenter(context).items.values()].reverse().filter(matches),
      key: ({ id }) => id,
      token: NextToken,
      size: MaxResults,
      scope: `ops-items ${JSON.stringify(OpsItemFilters)}`,
      invalidToken: () => new AwsError('InvalidNextToken', 'The specified token is not valid.'),
    });
    return {
      OpsItemSummaries: page.items.map(toSummary),
      ...page.token,
    };
  },

  // Idempotent: deleting an unknown item succeeds.
  DeleteOpsItem: ({ OpsItemId }: { readonly OpsItemId: string }, context: CallContext) => {
    const { items, open } = callerOpsCenter(context);
    const item = items.get(OpsItemId);
    items.delete(OpsItemId);
    if (item?.dedup !== undefined && open.get(item.dedup) === item) open.delete(item.dedup);
    return {};
  },
};

interface NewItem {
  readonly content: OpsItemContent;
  readonly dedup: string | undefined;
  readonly tags: Map<string, string>;
}

function newItem(context: CallContext, { content, dedup, tags }: NewItem): OpsItem {
  const { world, caller, now } = context;
  const id = `oi-${world.random.text(hexadecimal, 12)}`;
  const by = caller.arn;
  return {
    id,
    arn: opsItemArn(context, id),
    dedup,
    tags,
    content,
    createdAt: now,
    createdBy: by,
    modifiedAt: now,
    modifiedBy: by,
    version: 1,
  };
}

/** Duplicates have the same text and the same resources. */
function dedupOf(data: OpsItemContent['OperationalData']): string | undefined {
  const written = data['/aws/dedup']?.Value;
  if (written === undefined) return undefined;
  return JSON.stringify([dedupText(written), data['/aws/resources']?.Value ?? '']);
}

function dedupText(written: string): string {
  try {
    const { dedupString } = JSON.parse(written) as { readonly dedupString?: unknown };
    if (typeof dedupString === 'string' && dedupString.length <= 64) return dedupString;
  } catch {
    // Reported below.
  }
  throw invalidParameter(
    'OperationalData',
    'The value of /aws/dedup must be JSON with a dedupString of at most 64 characters.',
  );
}

function alreadyExists({ id }: OpsItem): AwsError {
  return new AwsError('OpsItemAlreadyExistsException', `The OpsItem already exists: ${id}.`, {
    members: { OpsItemId: id },
  });
}

function checkDedup(
  { content }: OpsItem,
  added: OpsItemContent['OperationalData'],
  deleted: readonly string[],
): void {
  const before = content.OperationalData['/aws/dedup']?.Value;
  const after = added['/aws/dedup']?.Value ?? before;
  if (after === before && !deleted.includes('/aws/dedup')) return;
  throw invalidParameter('OperationalData', 'The deduplication string cannot be changed.');
}

/** A resolved item no longer prevents another; one that is opened again does, unless there is another by now. */
function keepOpen(context: CallContext, item: OpsItem): void {
  if (item.dedup === undefined) return;
  const { open } = callerOpsCenter(context);
  const isOpen = item.content.Status !== 'Resolved';
  if (isOpen && !open.has(item.dedup)) open.set(item.dedup, item);
  if (!isOpen && open.get(item.dedup) === item) open.delete(item.dedup);
}
