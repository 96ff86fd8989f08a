/** The condition keys of tags in a request. */

/** `aws:RequestTag/…` and `aws:TagKeys` of `[{ Key, Value }]` or of a list of keys. */
export function requestTagConditions(
  tags: unknown,
  keys?: unknown,
): Readonly<Record<string, string | readonly string[]>> {
  const pairs = Array.isArray(tags) ? tags.flatMap(readTag) : [];
  const named = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  const all = [...pairs.map(([key]) => key), ...named];
  if (all.length === 0) return {};
  return {
    ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': all,
  };
}

function readTag(tag: unknown): readonly (readonly [string, string])[] {
  if (typeof tag !== 'object' || tag === null || !('Key' in tag)) return [];
  const value = 'Value' in tag ? tag.Value : '';
  return [[String(tag.Key), String(value ?? '')]];
}
