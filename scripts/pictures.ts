/**
 * Makes the pictures of `docs/`: `npm run docs:pictures`, or with the names of some of them. Needs tmux, Chromium, a font
 * with a fixed width, LibreOffice and pdftoppm. Commands run in a terminal of tmux; its screen becomes a page, and the page a picture.
 */

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { costMailPage } from './cost-mail-page.ts';
import { terminalPage } from './terminal-page.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'flotilla-pictures-'));
const flotilla = `${process.execPath} ${join(root, 'bin/flotilla.js')}`;

interface Terminal {
  readonly columns: number;
  readonly lines: number;
  readonly command: string;
  /** The picture is taken as soon as the screen shows this. */
  readonly until: RegExp;
}

const terminals: Readonly<Record<string, Terminal>> = {
  tour: {
    columns: 110,
    lines: 42,
    command: `${flotilla} tour`,
    until: /[5-9]\d% · \d+ done, [1-9]\d* failed/,
  },
  outcomes: {
    columns: 110,
    lines: 48,
    command: `${flotilla} run examples/count-users.ts --name 'search-*'`,
    until: /\d+ done, \d+ failed, .* in /,
  },
  rehearse: {
    columns: 110,
    lines: 76,
    command: `${flotilla} rehearse --accounts 60 --days 7`,
    until: /fingerprint/,
  },
};

/** Of a terminal, in pixels. */
const size = { letter: 8.43, line: 18, margin: 18 } as const;

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function pictureTerminal(name: string, terminal: Terminal): Promise<void> {
  const screen = await screenOf(terminal);
  const page = join(folder, `${name}.html`);
  writeFileSync(page, terminalPage(screen, size));
  const lines = screen.split('\n').length;
  picture(name, page, {
    width: Math.ceil(terminal.columns * size.letter) + 2 * size.margin,
    height: lines * size.line + 2 * size.margin,
  });
}

/** What the terminal shows, with escape sequences for its colors. */
async function screenOf({ columns, lines, command, until }: Terminal): Promise<string> {
  const tmux = (...args: string[]) => run('tmux', '-L', 'flotilla-pictures', ...args);
  const shown = `cd ${root}; ${exports} clear; ${command}; sleep 600`;
  tmux('new-session', '-d', '-x', `${columns}`, '-y', `${lines}`, `sh -c ${quoted(shown)}`);
  try {
    for (let tries = 0; tries < 1_200; tries++) {
      const text = tmux('capture-pane', '-p').trimEnd();
      if (until.test(text)) {
        const screen = tmux('capture-pane', '-p', '-e').split('\n');
        return screen.slice(0, text.split('\n').length).join('\n');
      }
      await wait(100);
    }
    throw new Error(`the screen never showed ${until}`);
  } finally {
    tmux('kill-server');
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function pictureSummary(): void {
  const page = join(folder, 'summary.html');
  const services = 'EC2,S3,IAM,Lambda,RDS,KMS,CloudWatchLogs,ECS,DynamoDB,SNS,SQS,SSM,ECR,EFS';
  const script = `cd ${root}; ${exports}
    ${flotilla} inventory collect --name '*-prod-*' --regions eu-west-1,us-east-1 --services ${services} --out ${folder}
    ${flotilla} inventory summary --from ${folder} --html ${page}`;
  run('sh', '-c', script);
  picture('inventory-summary', page, { width: 1280, height: 1200 });
}

/** The reports of a rehearsed month: the page of costs, and a workbook as LibreOffice prints it. */
function pictureReports(): void {
  const reports = join(folder, 'reports');
  const settings = 'examples/settings/settings.yaml';
  const month = ['--settings', settings, '--accounts', '60', '--days', '30', '--sweep-hours', '6'];
  run(process.execPath, 'bin/flotilla.js', 'rehearse', ...month, '--reports', reports);
  picture('report-costs', join(reports, 'costs.html'), { width: 1150, height: 1420 });
  const workbook = 'SpaReports/Costs/Summary/2026/2026-01-Summary-charges.xlsx';
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  run(
    'soffice',
    profile,
    '--headless',
    '--convert-to',
    'pdf',
    '--outdir',
    folder,
    join(reports, workbook),
  );
  const pdf = join(folder, '2026-01-Summary-charges.pdf');
  const png = join(root, 'docs/report-workbook');
  // Without the margins of the page.
  const crop = ['-x', '120', '-y', '135', '-W', '1930', '-H', '130'];
  run('pdftoppm', '-png', '-singlefile', '-r', '200', ...crop, pdf, png);
  process.stdout.write('docs/report-workbook.png\n');
}

/** The mail of the final cost report, as a mail program shows its HTML. */
async function pictureMail(): Promise<void> {
  const page = join(folder, 'mail.html');
  writeFileSync(page, await costMailPage());
  picture('report-mail', page, { width: 760, height: 400 });
}

function picture(
  name: string,
  page: string,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  run(
    'chromium',
    ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
    `--window-size=${width},${height}`,
    `--screenshot=${join(root, 'docs', `${name}.png`)}`,
    `file://${page}`,
  );
  process.stdout.write(`docs/${name}.png\n`);
}

/** A simulated organization for all commands. Its `export` lines, on one line. */
async function serve(): Promise<{ readonly exports: string; readonly stop: () => void }> {
  const server = spawn('sh', ['-c', `exec ${flotilla} simulate --demo --port 0`]);
  const printed = await new Promise<string>((resolve) =>
    server.stdout.once('data', (text) => resolve(String(text))),
  );
  return { exports: printed.replaceAll('\n', '; '), stop: () => server.kill('SIGINT') };
}

const { exports, stop } = await serve();
const requested = process.argv.slice(2);
const isRequested = (name: string) => requested.length === 0 || requested.includes(name);
try {
  for (const [name, terminal] of Object.entries(terminals))
    if (isRequested(name)) await pictureTerminal(name, terminal);
  if (isRequested('inventory-summary')) pictureSummary();
  if (isRequested('reports')) pictureReports();
  if (isRequested('mail')) await pictureMail();
} finally {
  stop();
  rmSync(folder, { recursive: true });
}
