/** Text in SQL where nothing can be bound: names, and the constants of a view. */

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteTexts(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** DuckDB reads `*`, `?` and `[` in the name of a file as a pattern, unless each stands in brackets of its own. */
export function asPattern(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
