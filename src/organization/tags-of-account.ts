/** The tags of one account, in AWS Organizations, whose answers are current. The tagging API's may be late. */

import type { Fleet } from '../aws/open-fleet.ts';
import { callOrganizations } from './call-organizations.ts';

type Tags = Readonly<Record<string, string>>;

export async function readTags(management: Fleet, id: string): Promise<Tags> {
  const tags: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const input = { ResourceId: id, ...(NextToken && { NextToken }) };
    const page = await callOrganizations(management, 'ListTagsForResource', input);
    for (const { Key = '', Value = '' } of page.Tags ?? []) tags[Key] = Value;
    NextToken = page.NextToken;
  } while (NextToken);
  return tags;
}

export async function tagAccount(management: Fleet, id: string, tags: Tags): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await callOrganizations(management, 'TagResource', { ResourceId: id, Tags });
}

export async function untagAccount(
  management: Fleet,
  id: string,
  keys: readonly string[],
): Promise<void> {
  await callOrganizations(management, 'UntagResource', { ResourceId: id, TagKeys: [...keys] });
}
