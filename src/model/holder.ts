/** Who holds an account: an e-mail address in a tag. */

/**
 * The addresses that users' installations know as valid: no plus sign, and no digits in the inner labels of the domain.
 * Any sign from the full stop to the underscore may separate, as it always could; letters and digits among those signs
 * are left to the words, or a long address would take for ever to refuse.
 */
export function isHolderAddress(text: string): boolean {
  return /^(?:[A-Za-z0-9]+[./:-@[-_])*[A-Za-z0-9.-]+@[A-Za-z0-9-]+(?:\.[A-Z|a-z]{2,})+$/.test(text);
}
