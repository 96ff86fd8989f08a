import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { purgePolicyOf } from '../purge/purge-policy.ts';
import { renderV2, renderV3 } from '../purge/render.ts';
import { fillBuildspec, hasMarks } from './fill-buildspec.ts';

const text = (folder: string, name: string) =>
  readFileSync(join(import.meta.dirname, folder, name), 'utf8');
const ours = text('.', 'purge.yaml');
const policy = purgePolicyOf({
  accountId: '111111111111',
  blockedAccounts: ['999999999999'],
  regions: [],
  ownNames: ['SpaAlertTopic'],
  variables: { AGED_TYPES: 'EC2Volume RDSInstance' },
});

/** The content that a command of the build phase writes to a file by a here-document. */
function written(buildspec: string, file: string): string | undefined {
  const commands: readonly string[] = parse(buildspec).phases.build.commands;
  const document = new RegExp(`cat >${file} <<'CONFIGURATION'\n([\\s\\S]*?)CONFIGURATION\n`);
  return commands.flatMap((command) => document.exec(command)?.[1] ?? [])[0];
}

test('the configurations are in the buildspec, character by character', () => {
  const filled = fillBuildspec(ours, policy);
  const [tagged, aged] = renderV3(policy);

  expect(written(filled, 'v2-tagged.yaml')).toBe(renderV2(policy)[0]?.yaml);
  expect(written(filled, 'v3-tagged.yaml')).toBe(tagged?.yaml);
  expect(written(filled, 'v3-aged.yaml')).toBe(aged?.yaml);
  expect(hasMarks(ours)).toBe(true);
  expect(hasMarks(filled)).toBe(false);
});

test('a version line of aws-nuke that shows no age has no such wave', () => {
  expect(written(fillBuildspec(ours, policy), 'v2-aged.yaml')).toBe(
    '# no types: aws-nuke v2 does not show the age of any type that the settings name\n',
  );
});

test('a buildspec without marks is unchanged', () => {
  const theirs = 'version: 0.2\nphases: { build: { commands: [ "awsweeper $MAXIMUM_AGE" ] } }\n';

  expect(hasMarks(theirs)).toBe(false);
  expect(fillBuildspec(theirs, policy)).toBe(theirs);
});

test.for(['preparation.yaml', 'purge.yaml'])('the example %s matches ours', (name) => {
  expect(text('../../../examples/settings', name)).toBe(text('.', name));
});
