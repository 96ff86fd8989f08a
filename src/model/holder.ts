/** The holder of an account: an e-mail address in a tag. */

/**
 * Whether an address is valid in existing installations: no plus sign, and no digits in the inner labels of the domain.
 * Any character from the full stop to the underscore may separate, as before. Letters and digits in that range are
 * matched as words only, so that a long address is refused in linear time.
 */
export function isHolderAddress(text: string): boolean {
  return /^(?:[A-Za-z0-9]+[./:-@[-_])*[A-Za-z0-9.-]+@[A-Za-z0-9-]+(?:\.[A-Z|a-z]{2,})+$/.test(text);
}
