/** Quotes text in SQL where no parameter can be bound: names, and the constants of a view. */

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteTexts(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** DuckDB reads `*`, `?` and `[` in a file name as a pattern, unless each is in brackets. */
export function asPattern(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
