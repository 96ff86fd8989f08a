import type { ObservedTags } from '../model/observation.ts';

/** Returns the desired tags that are missing or have another value. */
export function differingTags(desired: ObservedTags, tags: ObservedTags): ObservedTags {
  return Object.fromEntries(Object.entries(desired).filter(([key, value]) => tags[key] !== value));
}
