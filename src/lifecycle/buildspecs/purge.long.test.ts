/** The purge end to end: real aws-nuke and awscli, run from the project's own buildspec. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  isMissing,
  openRealTools,
  type RealToolsEnvironment,
  realTools,
} from '../../testing/real-tools.ts';
import { nukeTypeNames } from '../purge/nuke-types.ts';

describe.skipIf(isMissing)(realTools, { timeout: 300_000 }, () => {
  let bench: RealToolsEnvironment;
  beforeAll(async () => {
    bench = await openRealTools();
  });
  afterAll(() => bench.close());

  test('resources that are tagged or too old are deleted, and no others', async () => {
    const { build, reportsOf, holder, ago } = bench;
    await ago(60, async () => {
      await addInstance(bench, 'old');
      await addInstance(bench, 'old but exempt', { purge: 'exempt' });
      await addTopic(bench, 'old-topic');
    });
    await ago(5, async () => {
      await addInstance(bench, 'young');
      await addTopic(bench, 'tagged-topic', { purge: 'me' });
      await addTopic(bench, 'other-topic', { purge: 'you' });
      await addTopic(bench, 'SpaAlertTopic', { purge: 'me' });
      await addTopic(bench, 'aws-controltower-Notifications', { purge: 'me' });
    });
    const everything = await look(bench);
    const variables = { MAXIMUM_AGE: '1M', NUKE_ENDPOINTS_URL: bench.url };
    const reportsBefore = reportsOf('PurgeReport').length;

    const rehearsed = await build('purge', variables);
    expect(rehearsed, rehearsed.log.slice(-4_000)).toMatchObject({ buildStatus: 'SUCCEEDED' });
    expect(rehearsed.log).toMatch(/tagged-topic.* - would remove/);
    expect(rehearsed.log).toMatch(/tag:Name: "old"\] - would remove/);
    expect(await look(bench)).toEqual(everything);

    const done = await build('purge', { ...variables, PURGE_MODE: '--force' });
    expect(done, done.log.slice(-4_000)).toMatchObject({ buildStatus: 'SUCCEEDED' });
    expect(await look(bench)).toEqual({
      instances: ['old but exempt', 'young'],
      topics: ['SpaAlertTopic', 'aws-controltower-Notifications', 'old-topic', 'other-topic'],
    });
    const said = /^purge done \(--force\)[\s\S]*Nuke complete: 0 failed, 2 skipped, 1 finished/;
    const { Parameter } = await holder('ssm').call('GetParameter', { Name: 'SpaPurgeMessage' });
    expect((Parameter as { readonly Value: string }).Value).toMatch(said);
    expect(reportsOf('PurgeReport').slice(reportsBefore)).toEqual([
      expect.stringMatching(/^purge done \(--dry-run\)/),
      expect.stringMatching(said),
    ]);
  });

  test('the filters match what aws-nuke supports', async () => {
    const { stdout } = await promisify(execFile)('/usr/bin/aws-nuke', ['resource-types']);

    expect(stdout.trim().split('\n').sort()).toEqual([...nukeTypeNames()].sort());
  });

  test('an unknown mode fails with a message', async () => {
    const { buildStatus, log } = await bench.build('purge', { PURGE_MODE: '--everything' });

    expect(buildStatus).toBe('FAILED');
    expect(log).toContain('PURGE_MODE is "--everything", but can only be --dry-run or --force');
    expect(bench.reportsOf('PurgeReport').at(-1)).toMatch(/^purge failed \(--everything\)/);
  });

  describe('another version of aws-nuke', () => {
    afterEach(() => bench.uninstall('aws-nuke'));

    const types = nukeTypeNames().join(' ');
    // The options of version 2 are aliases here, so its help names them.
    const ofLine3 = `
      case "$*" in
        version) echo 'aws-nuke version 3.64.0' ;;
        resource-types) printf '%s\\n' ${types} ;;
        'run --help') echo '--no-alias-check --no-prompt, --force --prompt-delay int, --force-sleep int' ;;
        *--help*) echo 'COMMANDS: run, nuke; resource-types, list-resources; version' ;;
        *) echo "called: $*"; cat "$3" ;;
      esac`;

    test('version 3 of aws-nuke is called with its own options and configuration', async () => {
      bench.install('aws-nuke', ofLine3);
      const { buildStatus, log } = await bench.build('purge', { PURGE_MODE: '--force' });

      expect(buildStatus).toBe('SUCCEEDED');
      const options = '--no-alias-check --no-prompt --prompt-delay 3 --quiet';
      for (const wave of ['tagged', 'aged']) {
        expect(log).toContain(
          `called: run --config v3-${wave}.yaml ${options} --max-wait-retries 120 --no-dry-run`,
        );
      }
      expect(log).toContain('# kept, because aws-nuke does not show how old they are: EFS');
    });

    test('a release of version 2 is called with its own options and configuration', async () => {
      const ofLine2 = ofLine3
        .replace('aws-nuke version 3.64.0', 'version:     v2.25.0')
        .replace("'run --help') echo", "'run --help') exit 255; echo")
        .replace('cat "$3"', 'cat "$2"');
      bench.install('aws-nuke', ofLine2);
      const { buildStatus, log } = await bench.build('purge', {});

      expect(buildStatus).toBe('SUCCEEDED');
      expect(log).toContain(
        'called: --config v2-aged.yaml --force --force-sleep 3 --quiet --max-wait-retries 120\n',
      );
    });

    test('that does not know a type is not run', async () => {
      bench.install('aws-nuke', ofLine3.replace(types, types.replace('SNSTopic', '')));
      const { buildStatus, log } = await bench.build('purge', {});

      expect(buildStatus).toBe('FAILED');
      expect(log).toContain('this aws-nuke does not support the resource type SNSTopic');
      expect(log).not.toMatch(/^called/m);
    });

    test('that fails makes the build fail', async () => {
      bench.install('aws-nuke', ofLine3.replace('echo "called: $*"', 'echo oh; exit 255'));
      const { buildStatus } = await bench.build('purge', {});

      expect(buildStatus).toBe('FAILED');
      expect(bench.reportsOf('PurgeReport').at(-1)).toMatch(
        /^purge failed \(--dry-run\)[\s\S]*oh$/,
      );
    });

    test('of an unknown version is not run', async () => {
      bench.install('aws-nuke', 'echo hello');
      const { buildStatus, log } = await bench.build('purge', {});

      expect(buildStatus).toBe('FAILED');
      expect(log).toContain(
        'This version of aws-nuke is not supported: install aws-nuke 2 or 3. It reports: hello',
      );
    });
  });

  describe('a pinned release', () => {
    afterEach(() => bench.uninstall('curl'));

    const NUKE_URL = 'https://example.com/aws-nuke.tar.gz';
    const release = `
      cd "$(mktemp -d)" && printf '#!/bin/bash\\necho pinned\\n' >aws-nuke-v3 && chmod +x aws-nuke-v3
      archive() { tar --sort=name --mtime=@0 --owner=0 --group=0 --create aws-nuke-v3 | gzip --no-name; }`;
    const download = `${release}
      while [ "$1" != --output ]; do shift; done
      archive >"$OLDPWD/$2"`;

    test('is run when it has the checksum', async () => {
      bench.install('curl', download);
      const NUKE_SHA256 = await outputOf(`${release}\narchive | sha256sum | cut -d ' ' -f 1`);
      const { log } = await bench.build('purge', { NUKE_URL, NUKE_SHA256 });

      expect(log).toContain('It reports: pinned');
    });

    test('that has another checksum is not run, and neither is the program of the image', async () => {
      bench.install('curl', download);
      await addTopic(bench, 'kept', { purge: 'me' });
      const NUKE_SHA256 = '0'.repeat(64);
      const variables = { NUKE_URL, NUKE_SHA256, PURGE_MODE: '--force' };
      const { buildStatus, log } = await bench.build('purge', variables);

      expect(buildStatus).toBe('FAILED');
      expect(log).not.toMatch(/^This version/m);
      expect((await look(bench)).topics).toContain('kept');
      expect(bench.reportsOf('PurgeReport').at(-1)).toMatch(
        /^purge failed \(--force\)[\s\S]*nuke.tar.gz: FAILED[\s\S]*nothing was deleted\.$/,
      );
    });

    test.for([{ NUKE_URL }, { NUKE_SHA256: '0'.repeat(64) }])(
      'is not run with %j alone',
      async (variables: Readonly<Record<string, string>>) => {
        bench.install('curl', download);
        const { buildStatus, log } = await bench.build('purge', variables);

        expect(buildStatus).toBe('FAILED');
        expect(log).toContain('NUKE_URL and NUKE_SHA256 must be set together.');
      },
    );
  });
});

async function outputOf(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', script]);
  return stdout.trim();
}

type Tags = Readonly<Record<string, string>>;

const tagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

async function addInstance(
  { holder }: RealToolsEnvironment,
  name: string,
  tags: Tags = {},
): Promise<void> {
  await holder('ec2').call('RunInstances', {
    ImageId: 'ami-12345678',
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags: tagList({ Name: name, ...tags }) }],
  });
}

async function addTopic(
  { holder }: RealToolsEnvironment,
  Name: string,
  tags: Tags = {},
): Promise<void> {
  await holder('sns').call('CreateTopic', { Name, Tags: tagList(tags) });
}

interface Reservation {
  readonly Instances: readonly {
    readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  }[];
}

/** Names of existing resources. */
async function look({ holder }: RealToolsEnvironment) {
  const { Reservations } = await holder('ec2').call('DescribeInstances', {
    Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running', 'stopped'] }],
  });
  const { Topics } = await holder('sns').call('ListTopics');
  return {
    instances: (Reservations as readonly Reservation[])
      .flatMap(({ Instances }) => Instances)
      .map(({ Tags }) => Tags.find(({ Key }) => Key === 'Name')?.Value)
      .sort(),
    topics: (Topics as readonly { readonly TopicArn: string }[])
      .map(({ TopicArn }) => TopicArn.split(':').at(-1))
      .sort(),
  };
}
