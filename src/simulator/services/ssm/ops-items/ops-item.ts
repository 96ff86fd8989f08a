/** An OpsItem of one account and region, and its form in the API. */

import { AwsError } from '../../../../wire/aws-error.ts';
import type { CallContext } from '../../../service.ts';
import { perRegion } from '../../../world/service-state.ts';

/** Members that a caller writes. */
export interface OpsItemContent {
  readonly Title: string;
  readonly Description: string;
  readonly Source: string;
  readonly OpsItemType: string;
  readonly Status: 'Open' | 'InProgress' | 'Resolved';
  readonly OperationalData: Readonly<
    Record<string, { readonly Value?: string; readonly Type?: 'String' | 'SearchableString' }>
  >;
  readonly Priority?: number;
  readonly Category?: string;
  readonly Severity?: string;
  readonly Notifications?: readonly object[];
  readonly RelatedOpsItems?: readonly object[];
}

export interface OpsItem {
  readonly id: string;
  readonly arn: string;
  /** Hash of the text and the resources that identify duplicates; undefined without such a text. */
  readonly dedup: string | undefined;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly tags: Map<string, string>;
  content: OpsItemContent;
  version: number;
  modifiedAt: number;
  modifiedBy: string;
}

interface OpsCenterState {
  readonly items: Map<string, OpsItem>;
  /** Of open items, by what identifies duplicates. */
  readonly open: Map<string, OpsItem>;
}

const opsCenterOf = perRegion((): OpsCenterState => ({ items: new Map(), open: new Map() }));

export function callerOpsCenter(context: CallContext): OpsCenterState {
  return opsCenterOf.ofCall(context);
}

export function requireItem(context: CallContext, id: string): OpsItem {
  const item = callerOpsCenter(context).items.get(id);
  if (item) return item;
  throw new AwsError('OpsItemNotFoundException', `OpsItem with Id ${id} was not found.`);
}

export function opsItemArn({ world, caller, region }: CallContext, id: string): string {
  return `arn:${world.partition.name}:ssm:${region}:${caller.accountId}:opsitem/${id}`;
}

export function toSummary(item: OpsItem) {
  const { Description, Notifications, RelatedOpsItems, ...rest } = item.content;
  return {
    ...rest,
    OpsItemId: item.id,
    CreatedBy: item.createdBy,
    CreatedTime: new Date(item.createdAt),
    LastModifiedBy: item.modifiedBy,
    LastModifiedTime: new Date(item.modifiedAt),
  };
}

export function toOpsItem(item: OpsItem) {
  const { Description, Notifications = [], RelatedOpsItems = [] } = item.content;
  return {
    ...toSummary(item),
    Description,
    Notifications,
    RelatedOpsItems,
    OpsItemArn: item.arn,
    Version: String(item.version),
  };
}
