/**
 * The simulated S3 tested with rclone and s3cmd. Skipped with a notice where they are not
 * installed (`apt-get install -y rclone s3cmd`).
 */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulateOrganization } from '../index.ts';

const execute = promisify(execFile);
const [rclonePath, s3cmdPath] = ['/usr/bin/rclone', '/usr/bin/s3cmd'];
const [hasRclone, hasS3cmd] = [existsSync(rclonePath), existsSync(s3cmdPath)];

const organization = simulateOrganization();
let folder = '';
let served = { url: '', close: async () => {} };

beforeAll(async () => {
  served = await organization.serve();
  folder = mkdtempSync(join(tmpdir(), 'flotilla-objects-'));
  mkdirSync(join(folder, 'sent', 'a b'), { recursive: true });
  writeFileSync(join(folder, 'sent', 'a b', 'one + two.txt'), 'first');
  writeFileSync(join(folder, 'sent', 'three.txt'), 'second');
});

afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

const environment = () => ({ PATH: process.env.PATH ?? '', HOME: folder });

describe.skipIf(!hasRclone)(`rclone${hasRclone ? '' : ' (not installed: skipped)'}`, () => {
  const rclone = async (...args: string[]) => {
    const env = {
      ...environment(),
      RCLONE_CONFIG_S_TYPE: 's3',
      // With AWS as the provider rclone puts the bucket into the host, whose name does not resolve here.
      RCLONE_CONFIG_S_PROVIDER: 'Other',
      RCLONE_CONFIG_S_ENDPOINT: served.url,
      RCLONE_CONFIG_S_ACCESS_KEY_ID: 'test',
      RCLONE_CONFIG_S_SECRET_ACCESS_KEY: 'test',
    };
    return (await execute(rclonePath, args, { env })).stdout;
  };

  test('copies a folder, finds it equal, and removes it', async () => {
    await rclone('mkdir', 's:rclone-bucket');
    await rclone('copy', join(folder, 'sent'), 's:rclone-bucket');
    await rclone('check', join(folder, 'sent'), 's:rclone-bucket');
    const listed = await rclone('lsf', '--recursive', '--files-only', 's:rclone-bucket');
    expect(listed.trim().split('\n').sort()).toEqual(['a b/one + two.txt', 'three.txt']);
    await rclone('purge', 's:rclone-bucket');
    expect(await rclone('lsf', 's:')).toBe('');
  });
});

describe.skipIf(!hasS3cmd)(`s3cmd${hasS3cmd ? '' : ' (not installed: skipped)'}`, () => {
  const s3cmd = async (...args: string[]) => {
    const { host } = new URL(served.url);
    const options = ['--no-ssl', `--host=${host}`, `--host-bucket=${host}`];
    const keys = ['--access_key=test', '--secret_key=test'];
    const { stdout } = await execute(s3cmdPath, [...options, ...keys, ...args], {
      env: environment(),
    });
    return stdout;
  };

  test('sends a folder, gets a file back, and removes the bucket', async () => {
    const received = join(folder, 'received.txt');
    await s3cmd('mb', 's3://s3cmd-bucket');
    await s3cmd('put', '--recursive', `${join(folder, 'sent')}/`, 's3://s3cmd-bucket');
    const listed = await s3cmd('ls', '--recursive', 's3://s3cmd-bucket');
    expect(listed).toMatch(/ s3:\/\/s3cmd-bucket\/a b\/one \+ two\.txt$/m);
    await s3cmd('get', 's3://s3cmd-bucket/a b/one + two.txt', received);
    expect(readFileSync(received, 'utf8')).toBe('first');
    await s3cmd('rb', '--recursive', '--force', 's3://s3cmd-bucket');
    expect(await s3cmd('ls')).toBe('');
  });
});
