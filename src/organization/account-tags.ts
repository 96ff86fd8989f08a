/**
 * Tags of accounts. The tagging API returns a hundred accounts a call where it is allowed; otherwise each account is
 * read.
 */

import type { GetResourcesOutput } from '@aws-sdk/client-resource-groups-tagging-api';
import { classify } from '../aws/failures.ts';
import { partitionOf } from '../aws/models/service-model.ts';
import { type Fleet, fallbackRegion } from '../aws/open-fleet.ts';
import { readOrganization, unreadable } from './call-organizations.ts';

type AccountTagMap = Readonly<Record<string, string>>;

export interface AccountTags {
  of(accountId: string, signal?: AbortSignal): Promise<AccountTagMap>;
}

/** Reads all tags at once if permitted. The result is eventually consistent, as the tagging API is. */
export async function readAccountTags(fleet: Fleet): Promise<AccountTags> {
  const all = await tagsOfAll(fleet);
  return { of: async (id, signal) => (all ? (all.get(id) ?? {}) : tagsOf(fleet, id, signal)) };
}

/** Accounts that never had a tag are missing from the result. Undefined when this caller is not allowed. */
async function tagsOfAll(fleet: Fleet): Promise<ReadonlyMap<string, AccountTagMap> | undefined> {
  // Organizations keeps its tags in the global region of the partition only.
  const region = (await fleet.region()) ?? fallbackRegion;
  const tagging = fleet.generic('tagging', partitionOf(region)?.globalRegion);
  const found = new Map<string, AccountTagMap>();
  let token: string | undefined;
  try {
    do {
      const page: GetResourcesOutput = await tagging.call('GetResources', {
        ResourceTypeFilters: ['organizations:account'],
        ResourcesPerPage: 100,
        ...(token && { PaginationToken: token }),
      });
      for (const { ResourceARN = '', Tags } of page.ResourceTagMappingList ?? []) {
        found.set(ResourceARN.split('/').at(-1) ?? '', toTags(Tags));
      }
      token = page.PaginationToken;
    } while (token);
  } catch (error) {
    if (classify(error).kind === 'denied') return undefined;
    throw unreadable(error, 'tag:GetResources');
  }
  // A member account gets an empty result, and no error.
  return found.size > 0 ? found : undefined;
}

async function tagsOf(fleet: Fleet, id: string, signal?: AbortSignal): Promise<AccountTagMap> {
  const tags: Record<string, string> = {};
  let token: string | undefined;
  do {
    const input = { ResourceId: id, ...(token && { NextToken: token }) };
    const page = await readOrganization(fleet, 'ListTagsForResource', input, signal);
    Object.assign(tags, toTags(page.Tags));
    token = page.NextToken;
  } while (token);
  return tags;
}

function toTags(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): AccountTagMap {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
