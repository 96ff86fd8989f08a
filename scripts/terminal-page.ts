/** The screen of a terminal as a page: text with escape sequences for bold, dim and colored letters. */

const classes: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  36: 'cyan',
};

const ends: Readonly<Record<string, readonly string[]>> = {
  22: ['bold', 'dim'],
  39: ['red', 'cyan'],
};

export interface TerminalSize {
  /** Pixels. */
  readonly line: number;
  readonly margin: number;
}

export function terminalPage(screen: string, { line, margin }: TerminalSize): string {
  return `<!doctype html>
<meta charset="utf-8">
<style>
body { margin: ${margin}px; background: #17181d; color: #d9dbe0; }
pre { margin: 0; font: 14px/${line}px "DejaVu Sans Mono", monospace; }
.bold { font-weight: bold; } .dim { color: #7e828c; } .red { color: #ff6b6b; } .cyan { color: #2ee6e6; }
</style>
<pre>${spansOf(screen)}</pre>
`;
}

/** Each piece of text between two sequences is a span with what is in effect. */
function spansOf(screen: string): string {
  const active = new Set<string>();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
  const pieces = screen.split(/\u001b\[([\d;]*)m/);
  return pieces
    .map((piece, index) => {
      if (index % 2 === 0) return span(piece, active);
      for (const code of piece.split(';')) apply(code, active);
      return '';
    })
    .join('');
}

function apply(code: string, active: Set<string>): void {
  if (code === '' || code === '0') active.clear();
  for (const name of ends[code] ?? []) active.delete(name);
  const begun = classes[code];
  if (begun !== undefined) active.add(begun);
}

function span(text: string, active: ReadonlySet<string>): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (active.size === 0 || text === '') return escaped;
  return `<span class="${[...active].join(' ')}">${escaped}</span>`;
}
