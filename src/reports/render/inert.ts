/**
 * Names and tags are chosen by others. Spreadsheets run text with one of these characters in front as a formula:
 * https://owasp.org/www-community/attacks/CSV_Injection. The wide forms are of Asian keyboards.
 */
const active = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Whether a spreadsheet may run the text. A lone dash, for an unknown value, is safe. */
export function isActive(text: string): boolean {
  return text !== '-' && active.test(text);
}
