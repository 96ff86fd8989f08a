import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli } from '../../../testing/command-line.ts';
import { steps } from './steps.ts';

test('the tour shows every step, failures of several kinds, and a file that is there', async () => {
  const { code, stdout, stderr } = await runCli(['tour']);

  const titles = [...stdout.matchAll(/^━━ (.*)$/gm)].map(([, title]) => title);
  expect(code).toBe(0);
  expect(titles).toEqual([
    ...steps.map(({ title }, index) => `${index + 1} of ${steps.length}  ${title}`),
    'What next',
  ]);
  expect(stdout).toMatch(/^\d{12} .* denied +AccessDenied: /m);
  expect(stdout).toMatch(/^\d{12} .* denied +assuming the role: /m);
  expect(stdout).toMatch(/^\d{12} .* timed-out +TimeoutError: no answer within 1000 ms/m);
  expect(stdout).toMatch(/^\d{12} .* unexpected +ServiceFailure/m);
  expect(stdout).toContain('its state is SUSPENDED');
  expect(stdout).toMatch(/^BROKEN .* of \d+ transactions failed.* \(/m);
  expect(stdout).toMatch(/^What happened to account \d{12}, which broke: /m);
  expect(stdout).toMatch(/^vpc +112 +112$/m);
  expect(existsSync(/^(\S+outcomes\.ndjson), 122 lines/m.exec(stdout)?.[1] ?? '')).toBe(true);
  for (const page of ['accounts', 'activities', 'costs']) {
    const path = new RegExp(`^    (\\S+/reports/${page}.html)$`, 'm').exec(stdout)?.[1] ?? '';
    expect(existsSync(path)).toBe(true);
  }
  expect(stderr.split('\n')).toEqual([
    '121 accounts, a run would include 115',
    'running in 115 accounts, 6 accounts skipped',
    '109 done, 6 failed, 6 skipped in 0.0 s',
    expect.stringMatching(/^the rest can be run with --resume /),
    'running in 6 accounts, 6 accounts skipped, 109 already done',
    '3 done, 3 failed, 6 skipped in 0.0 s',
    expect.stringMatching(/^the rest can be run with --resume /),
    expect.stringMatching(/ records/),
    expect.stringMatching(/accounts failed/),
    '8 rows',
    ...Array.from({ length: 5 }, (_, day) =>
      expect.stringMatching(new RegExp(`^2026-01-0${day + 1}  .* released`)),
    ),
    expect.stringMatching(
      /^40 accounts, 5 days, every invariant held, 0.0 % of the transactions failed; /,
    ),
    ...Array.from({ length: 30 }, () => expect.stringMatching(/^2026-01-\d\d {2}/)),
    expect.stringMatching(/^reports of 2026-01: 11 accounts, .* USD, difference 0.00$/),
    ...['accounts', 'activities', 'costs'].map((page) =>
      expect.stringMatching(new RegExp(`^  \\S+/reports/${page}.html$`)),
    ),
    expect.stringMatching(/^ {2}and 13 files in /),
    expect.stringMatching(
      /^11 accounts, 30 days, \d invariants? broken, \d\d\.\d % of the transactions failed; /,
    ),
    '',
  ]);
});

test('an interrupted tour ends at once', async () => {
  const interrupt = new AbortController();
  const onWrite = (text: string) => {
    if (text.includes('running in')) interrupt.abort(new DOMException('interrupted', 'AbortError'));
  };

  const { code, stdout, stderr } = await runCli(['tour'], { signal: interrupt.signal, onWrite });

  expect(code).toBe(130);
  expect(stdout).not.toContain('3 of 4');
  expect(stderr).toMatch(/\ninterrupted: the tour ended early\n$/);
});
