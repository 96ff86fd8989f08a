/** Names of cost centers as a part of keys and paths. */

/** Named like one by reports about all cost centers. */
const reserved = ['.', '..', 'Summary'];

/**
 * The name itself, as in existing buckets, unless it would be read as more than a name: slashes, which a tag may have,
 * control characters and reserved names are written as percent codes, so that two names never share a key.
 */
export function keySegment(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to write differently.
  const safe = name.toWellFormed().replace(/[/\\%\u0000-\u001F\u007F]/g, encodeURIComponent);
  if (!reserved.includes(safe)) return safe;
  return safe.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16).toUpperCase()}`);
}
