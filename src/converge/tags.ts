/** Tags of IAM: by them we know what is ours. */

export type Tags = Readonly<Record<string, string>>;

export interface Tagged {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

interface TagEntry {
  readonly Key: string;
  readonly Value: string;
}

export function toTagList(tags: Tags): readonly TagEntry[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** What has to be added. */
export function missingTags({ Tags: found = [] }: Tagged, wanted: Tags): readonly TagEntry[] {
  return toTagList(wanted).filter(
    ({ Key, Value }) => !found.some((tag) => tag.Key === Key && tag.Value === Value),
  );
}

export function carries(found: Tagged, wanted: Tags): boolean {
  return missingTags(found, wanted).length === 0;
}
