/**
 * The simulator tested with boto3: its waiters, paginators and resources, one Python file per service, over HTTP with
 * signatures verified. Skipped with a notice where it is not installed (`apt-get install -y python3-boto3`).
 */

import { execFile, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clock } from '../../../model/clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const isInstalled = spawnSync('python3', ['-c', 'import boto3']).status === 0;
const execute = promisify(execFile);
const services = globSync('check_*.py', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.py').replace('check_', ''))
  .sort();

const speed = 100;

/** Waiters of boto3 sleep in the time of this machine: in the organization, a minute passes in 0.6 s. */
function fastClock(): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
  };
}

describe.skipIf(!isInstalled)(`boto3${isInstalled ? '' : ' (not installed: skipped)'}`, () => {
  const bugs: unknown[] = [];
  const organization = simulateOrganization({
    accounts: 7,
    clock: fastClock(),
    limits: noLimits,
    onBug: (bug) => bugs.push(bug),
  });
  let url = '';
  let close = async () => {};

  beforeAll(async () => {
    ({ url, close } = await organization.serve());
  });

  afterAll(() => close());

  test.each(services)('%s', async (service) => {
    const script = join(import.meta.dirname, 'contract.py');
    const env = { PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout } = await execute('python3', [script, service, url], { env }).catch(
      (failed: { readonly stdout: string; readonly stderr: string }) => ({
        stdout: failed.stdout + failed.stderr,
      }),
    );
    expect(stdout).toMatch(new RegExp(`^${service}: (\\d+) of \\1 checks passed\\n$`));
    expect(bugs).toEqual([]);
  });
});
