/** Tags of IAM resources, by which we recognise our own. */

export type ResourceTags = Readonly<Record<string, string>>;

export interface IamTagged {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

interface TagEntry {
  readonly Key: string;
  readonly Value: string;
}

export function toTagList(tags: ResourceTags): readonly TagEntry[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Returns the tags to add. */
export function missingTags(
  { Tags: found = [] }: IamTagged,
  desired: ResourceTags,
): readonly TagEntry[] {
  return toTagList(desired).filter(
    ({ Key, Value }) => !found.some((tag) => tag.Key === Key && tag.Value === Value),
  );
}

export function carries(found: IamTagged, desired: ResourceTags): boolean {
  return missingTags(found, desired).length === 0;
}
