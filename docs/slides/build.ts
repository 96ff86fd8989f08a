/** Writes `slides.html`, and with a browser `slides.pdf` and `slides.pptx`. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const folder = import.meta.dirname;
const marp = join(folder, 'node_modules/@marp-team/marp-cli/marp-cli.js');
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function write(format: 'html' | 'pdf' | 'pptx'): void {
  const output = `slides.${format}`;
  // Pictures are files beside the slides. Chromium has no sandbox for the superuser.
  const args = [
    'slides.md',
    '--theme',
    'theme.css',
    '--allow-local-files',
    '--no-stdin',
    '-o',
    output,
  ];
  const env = { ...process.env, ...(process.getuid?.() === 0 && { CHROME_NO_SANDBOX: '1' }) };
  execFileSync(process.execPath, [marp, ...args], { cwd: folder, env, stdio: 'inherit' });
}

write('html');
if (browsers.some(isInstalled)) {
  write('pdf');
  write('pptx');
} else {
  process.stderr.write(
    'no Chromium or Chrome was found: slides.pdf and slides.pptx are not written\n',
  );
}
