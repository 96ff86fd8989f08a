/** Tags of accounts, OUs, the root and policies. */

import type { Organizations, Tag } from '@aws-sdk/client-organizations';
import { isAccountId } from '../../../model/account.ts';
import type { Handlers } from '../../service.ts';
import type { World } from '../../world/world.ts';
import { requireManagement, requireReader } from './access.ts';
import { constraint, invalidInput } from './errors.ts';
import { organizationPolicyOf, targetOf } from './find.ts';
import { organizationsPage } from './page.ts';

const maxTags = 50;

export const tagHandlers: Handlers<Organizations> = {
  TagResource: ({ ResourceId, Tags }, context) => {
    requireManagement(context);
    const tags = checkTags(Tags);
    const known = tagsOf(context.world, ResourceId) ?? new Map<string, string>();
    const merged = new Map([...known, ...tags]);
    if (merged.size > maxTags) throw tooManyTags();
    replaceTags(context.world, ResourceId, merged);
    return {};
  },

  UntagResource: ({ ResourceId, TagKeys }, context) => {
    requireManagement(context);
    const known = tagsOf(context.world, ResourceId);
    for (const key of TagKeys) known?.delete(key);
    return {};
  },

  // This one has no MaxResults: AWS chooses the page size.
  ListTagsForResource: (input, context) => {
    requireReader(context);
    const tags = [...(tagsOf(context.world, input.ResourceId) ?? [])];
    const listing = {
      scope: `tags ${input.ResourceId}`,
      items: tags,
      key: ([key]: readonly [string, string]) => key,
    };
    const { items, token } = organizationsPage(context, input, listing);
    return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...token };
  },
};

/** Throws AWS's error for invalid tags. */
export function checkTags(tags: readonly Tag[]): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags) {
    if (Key.length === 0) throw invalidInput('MIN_LENGTH_EXCEEDED');
    if (Key.length > 128 || Value.length > 256) throw invalidInput('MAX_LENGTH_EXCEEDED');
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(Key + Value)) throw invalidInput('INVALID_PATTERN');
    if (/^aws:/i.test(Key)) throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER');
    if (read.has(Key)) throw invalidInput('DUPLICATE_TAG_KEY');
    read.set(Key, Value);
  }
  if (read.size > maxTags) throw tooManyTags();
  return read;
}

export function writeTags(
  all: Map<string, Map<string, string>>,
  id: string,
  tags: ReadonlyMap<string, string>,
): void {
  if (tags.size > 0) all.set(id, new Map(tags));
}

function tagsOf(world: World, id: string): Map<string, string> | undefined {
  if (id.startsWith('p-')) organizationPolicyOf(world, id);
  else targetOf(world, id);
  return isAccountId(id) ? world.accounts.get(id)?.tags : world.organization.tags.get(id);
}

function replaceTags(world: World, id: string, tags: Map<string, string>): void {
  const account = world.accounts.get(id);
  if (account) account.tags = tags;
  else world.organization.tags.set(id, tags);
}

function tooManyTags() {
  return constraint(
    'MAX_TAG_LIMIT_EXCEEDED',
    'You have exceeded the number of tags allowed on the resource.',
  );
}
