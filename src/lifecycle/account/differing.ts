import type { Tags } from './observation.ts';

/** Wanted tags that are missing or have another value. */
export function differing(wanted: Tags, tags: Tags): Tags {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => tags[key] !== value));
}
