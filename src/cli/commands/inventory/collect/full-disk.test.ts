import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { organizationOfThree, runCli } from '../../../../testing/command-line.ts';

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flotilla-full-'));
});
afterEach(() => rmSync(out, { recursive: true }));

/** A file that every write to finds the disk full for: Linux has one. */
const full = '/dev/full';
const [alpha, beta] = ['111111111111', '222222222222'];

test.skipIf(!existsSync(full))(
  'a full disk stops the run in one line, leaves finished accounts intact, and the run can be resumed',
  async () => {
    const { organization } = organizationOfThree();
    const day = join(out, 'AWSRecon/2026/01/01');
    mkdirSync(day, { recursive: true });
    const filling = join(day, `recon_${beta}.json.part`);
    symlinkSync(full, filling);
    const narrow = ['--types', 'iam_role,ec2_vpc', '--regions', 'us-east-1', '--concurrency', '1'];
    const args = ['inventory', 'collect', '--out', out, '--format', 'ndjson,recon', ...narrow];
    const read = (path: string) => JSON.parse(readFileSync(join(day, path), 'utf8')) as unknown[];

    const stopped = await runCli(args, { organization });

    expect(stopped).toEqual({
      code: 1,
      stdout: '',
      stderr: `1 done, 0 failed, 1 in progress (${beta}), 1 skipped in 0.0 s\nflotilla: cannot write ${filling}: the disk is full; what was finished before is intact\n`,
    });
    const ofAlpha = read(`recon_${alpha}.json`);
    expect(ofAlpha.length).toBeGreaterThan(1);
    const [run = ''] = readdirSync(join(out, 'inventory/2026/01/01'));
    const inRun = () =>
      readdirSync(join(out, 'inventory/2026/01/01', run), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort();
    expect(inRun()).toEqual([`${alpha}.json`, `${alpha}.ndjson`, 'start.json']);

    // Meanwhile there is room again.
    organization.journal.clear();
    const resumed = await runCli([...args, '--resume'], { organization });

    expect(resumed.code).toBe(0);
    expect(organization.journal.byAccount()).not.toHaveProperty(alpha);
    expect(inRun()).toEqual(
      [alpha, beta]
        .flatMap((id) => [`${id}.json`, `${id}.ndjson`])
        .concat('run.json', 'start.json'),
    );
    expect(readdirSync(day).sort()).toEqual([`recon_${alpha}.json`, `recon_${beta}.json`]);
    expect(read(`recon_${alpha}.json`)).toEqual(ofAlpha);
    expect(read(`recon_${beta}.json`).length).toBeGreaterThan(1);
  },
);
