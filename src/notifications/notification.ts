/** What people are notified of, independent of the channel. */

export interface OperatorNotice {
  /** Unique; receivers of webhooks recognize repetitions by it. */
  readonly id: string;
  /** `BudgetAlertException`. */
  readonly label: string;
  readonly title: string;
  /** Plain text with line breaks. */
  readonly message: string;
  /** Shown as a table: account, cost center. */
  readonly facts: readonly NotificationFact[];
  readonly links: readonly NotificationLink[];
}

interface NotificationFact {
  readonly name: string;
  readonly value: string;
}

interface NotificationLink {
  readonly title: string;
  readonly url: string;
}

/** As plain text: the message, then facts and links, one per line. */
export function plainText({ message, facts, links }: OperatorNotice): string {
  const lines = [
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...links.map(({ title, url }) => `${title}: ${url}`),
  ];
  return lines.length === 0 ? message : `${message}\n\n${lines.join('\n')}`;
}

/** At most so many characters, with a mark where text was left out. Never half of a character. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
