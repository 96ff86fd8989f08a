/** Opens pages in headless Chromium: what axe-core finds, and a picture. Absent, the tests that need it are skipped. */

import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';

const execute = promisify(execFile);

/** Chromium of this machine; undefined where there is none. */
export const chromium: string | undefined = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (program) => {
    try {
      execFileSync(program, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  },
);

const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** Rules that a page breaks, with the elements, as text. */
export async function accessibilityViolations(page: string): Promise<readonly string[]> {
  const script = `
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => {
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200)));
      document.body.textContent = 'FOUND' + JSON.stringify(found) + 'END';
    });`;
  // The policy of the page allows no scripts, not even ours.
  const tested = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</body>', () => `<script>${axe.source}\n${script}</script></body>`);
  return await withFile(tested, async (file) => {
    const { stdout } = await execute(
      chromium ?? 'chromium',
      [...options, '--virtual-time-budget=60000', '--dump-dom', `file://${file}`],
      { maxBuffer: 1e8 },
    );
    const json = /FOUND(.*)END/s.exec(stdout)?.[1];
    if (json === undefined) throw new Error(`axe-core did not end: ${stdout.slice(0, 500)}`);
    return JSON.parse(unescaped(json)) as string[];
  });
}

/** Text as Chromium dumps it. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

async function withFile<T>(page: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-page-'));
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, page);
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
