/** Addresses of mail, with or without a name. */

/** `Cloud team <cloud@example.com>` → `cloud@example.com`. */
export function bareAddress(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text.trim();
}
