/**
 * The search of the summary page: it hides the rows that do not contain every word. The page permits this one script, by
 * its digest, and no other.
 */

import { createHash } from 'node:crypto';
import { type Html, html } from '../../model/html.ts';

const script = `
const box = document.getElementById('search');
const rows = Array.from(document.querySelectorAll('.searched > tr'), (row) => {
  const page = row.dataset.page && document.getElementById(row.dataset.page);
  return { row, text: (row.textContent + ' ' + (page ? page.textContent : '')).toLowerCase() };
});
box.parentElement.hidden = false;
box.addEventListener('input', () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let found = 0;
  for (const { row, text } of rows) {
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) found += 1;
  }
  document.getElementById('found').textContent = words.length === 0 ? '' : found + ' rows';
});
`;

export const searchScript: Html = { html: `<script>${script}</script>` };

/** For the page's Content-Security-Policy. */
export const searchScriptSource = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Shown by the script: without it there is nothing to search with. */
export const searchBox: Html = html`<p class="search" hidden><label for="search">Search</label>
<input id="search" type="search" placeholder="account, type, check, reason"><span id="found" role="status"></span></p>`;
