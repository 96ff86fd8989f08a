/** Runs the commands of the pages. Each page has a server, a clone and a home of its own. */

import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import {
  commandsOf,
  isServer,
  isTyped,
  makeClone,
  runCommands,
  serve,
} from '../src/testing/documented-commands.ts';

const root = join(import.meta.dirname, '..');
const pages = [...globSync('*.md', { cwd: root }), ...globSync('docs/*.md', { cwd: root })].sort();
const execute = promisify(execFile);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: object;
};

const runs = pages
  .map((page) => ({ page, commands: commandsOf(page, 'sh') }))
  .filter(({ commands }) => commands.some(isTyped));

test.each(runs)('the commands of $page work', { timeout: 300_000 }, async ({ commands }) => {
  expect(await runCommands(commands)).toEqual([]);
});

test('the output that the README shows is that of its command', async () => {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const [, line = '', shown = ''] =
    /```sh\n(npx flotilla run .*)\n```\n\n```text\n([\s\S]*?)```/.exec(page) ?? [];
  const { folder, env } = makeClone();
  const { exports } = await serve('npx flotilla simulate --demo', { folder, env });

  const { stdout } = await execute('bash', ['-c', `${exports}\n${line} 2>&1`], {
    cwd: folder,
    env,
  });

  const withoutTime = (text: string) => text.replace(/in \d+\.\d s/, 'in 0.0 s');
  expect(withoutTime(stdout)).toBe(withoutTime(shown));
});

test('npx runs the command of the clone', async () => {
  const { folder, env } = makeClone();
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);

  const { stdout } = await execute('npx', ['flotilla', '--version'], {
    cwd: folder,
    env: { ...env, PATH, npm_config_offline: 'true', npm_config_update_notifier: 'false' },
  });

  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('all other commands are scripts of the package, which CI runs', () => {
  const others = pages.flatMap((page) => commandsOf(page, 'sh').map((one) => ({ page, ...one })));
  const unknown = others.filter(({ page, ...one }) => {
    if (isTyped(one) || isServer(one)) return false;
    return !one.line.split(' && ').every((step) => {
      const [program, first = '', name = ''] = step.split(' ');
      // Run by `kubernetes.test.ts`.
      if (program === 'kubectl') return page === 'docs/inventory-on-kubernetes.md';
      if (program === 'cd') return existsSync(join(root, first));
      if (program !== 'npm') return false;
      return first === 'ci' || (first === 'run' ? name : first) in scripts;
    });
  });

  expect(unknown).toEqual([]);
});

test('the pages that pages link to exist', () => {
  const broken = [...pages, 'docs/slides/slides.md'].flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    return links
      .filter((link) => !existsSync(join(root, page, '..', link)))
      .map((link) => `${page}: ${link}`);
  });

  expect(broken).toEqual([]);
});
