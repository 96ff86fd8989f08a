import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatProblem } from '../../settings/problem.ts';
import { problemsOf, readBelow, warningsOf } from '../../testing/settings-texts.ts';
import { checkVariables, warnOwnPreparation } from './check-variables.ts';

const ours = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const buildspecs = { 'prepare.yaml': ours('preparation.yaml'), 'purge.yaml': ours('purge.yaml') };

/** Reads an account with these lines, of which the first is line 9. */
async function readAccount(lines: string, files: Readonly<Record<string, string>> = buildspecs) {
  const indented = lines.replace(/^/gm, '    ');
  return checkVariables(
    await readBelow(`accounts:\n  - identifier: "111111111111"\n${indented}\n`, files),
  );
}

const variable = (purpose: string, name: string, value: string) =>
  readAccount(`${purpose}: {variables: {${name}: ${value}}}`);

const age = 'is not an age; write days, weeks, months or years as 5d, 2w, 3M or 1y';
const notEmpty = 'must not be empty, and not begin or end with a space';

test.for<[string, string, string]>([
  [
    'PURGE_MODE',
    '--dryrun',
    'PURGE_MODE: "--dryrun" must be --dry-run or --force; did you mean --dry-run?',
  ],
  ['MAXIMUM_AGE', '10Y', `MAXIMUM_AGE: "10Y" ${age}`],
  ['MAXIMUM_AGE', '"0"', `MAXIMUM_AGE: "0" ${age}`],
  ['MAXIMUM_AGE', '6 months', `MAXIMUM_AGE: "6 months" ${age}`],
  [
    'TAGGED_TYPES',
    'EC2Instanse',
    'TAGGED_TYPES: aws-nuke knows no resource type "EC2Instanse"; did you mean EC2Instance?',
  ],
  [
    'AGED_TYPES',
    'RDSInstances',
    'AGED_TYPES: aws-nuke knows no resource type "RDSInstances"; did you mean RDSInstance?',
  ],
  ['TAG_VALUE', '""', `TAG_VALUE: "" ${notEmpty}`],
  ['EXEMPT_TAG_KEY', '" keep"', `EXEMPT_TAG_KEY: " keep" ${notEmpty}`],
  ['PROTECTED_NAMES', '"mine *yours"', 'PROTECTED_NAMES: "*yours" may have a * only at its end'],
  [
    'PURGE_MESSAGE',
    'the message',
    'PURGE_MESSAGE: "the message" must be the name of an SSM parameter',
  ],
  ['NUKE_URL', 'http://x', 'NUKE_URL: "http://x" must be an https:// address'],
  ['NUKE_URL', 'https://x', 'NUKE_URL is set without NUKE_SHA256; set both or neither'],
  [
    'NUKE_ENDPOINTS_URL',
    'localhost',
    'NUKE_ENDPOINTS_URL: "localhost" must be an http:// or https:// address',
  ],
])('purge.variables.%s: %s is refused with its position', async ([name, value, message]) => {
  const problems = problemsOf(await variable('purge', name, value));

  const column = 'purge: {variables: {'.length + name.length + 3 + 4;
  expect(problems[0]).toBe(`settings.yaml:9:${column}: ${message}`);
});

test.for<[string, string, string]>([
  ['BUDGET_AMOUNT', '500 USD', 'must be a number above 0: US dollars, like 500'],
  ['BUDGET_AMOUNT', '"0"', 'must be a number above 0: US dollars, like 500'],
  ['ALERT_THRESHOLD', '80%', 'must be a number above 0: percent of the budget, like 80'],
  ['BUDGET_EMAIL', 'alice', 'must be an e-mail address'],
  ['BUDGET_NAME', '"a:b"', 'must be 1 to 100 characters, without : and \\'],
  ['WITH_START_STOP_EC2_INSTANCES', 'enable', 'must be enabled or disabled; did you mean enabled?'],
  ['WITH_PROWLER', 'true', 'must be enabled or disabled'],
  ['TAG_WITHOUT_START_STOP', '""', 'must be the key of a tag'],
  ['PROWLER_REQUIREMENTS_SHA256', 'abc', 'must be a SHA-256: 64 digits and letters a to f'],
])('preparation.variables.%s: %s is refused', async ([name, value, message]) => {
  const [problem = ''] = problemsOf(await variable('preparation', name, value));

  expect(problem).toContain(`: ${name}: "`);
  expect(problem.split('" ').at(-1)).toBe(message);
});

test('an hour is checked like every schedule', async () => {
  const read = await variable('preparation', 'STOP_CRON_EXPRESSION', '0 21 ? * FOO *');

  expect(problemsOf(read)).toEqual([
    'settings.yaml:9:53: STOP_CRON_EXPRESSION: cron(0 21 ? * FOO *): "FOO" is not a day of the week; days are 1 (Sunday) to 7 (Saturday), or SUN to SAT',
  ]);
});

test('a value of defaults is reported once, and one of a CSV file at its cell', async () => {
  const read = checkVariables(
    await readBelow(
      `features: {with_csv_files: [a.csv]}
defaults: {purge: {variables: {PURGE_MODE: force}}}
accounts: [{identifier: "111111111111"}, {identifier: "222222222222"}]
`,
      { ...buildspecs, 'a.csv': 'Account, Purge: MAXIMUM_AGE\n111111111111, 10Y\n' },
    ),
  );

  expect(problemsOf(read)).toEqual([
    'settings.yaml:8:44: PURGE_MODE: "force" must be --dry-run or --force',
    `a.csv:2:14: MAXIMUM_AGE: "10Y" ${age}`,
  ]);
});

test('a name that is almost one of the buildspec is a warning', async () => {
  const read = await variable('purge', 'MAXIMUM_AGES', '6M');

  expect([problemsOf(read), warningsOf(read)]).toEqual([
    [],
    [
      'settings.yaml:9:39: MAXIMUM_AGES is not a variable of the buildspec; did you mean MAXIMUM_AGE?',
    ],
  ]);
});

test('a buildspec of your own may have any variables', async () => {
  const lines =
    'purge: {variables: {PURGE_MODE: x}}\npreparation: {variables: {BUDGET_AMOUNT: much}}';

  expect(problemsOf(await readAccount(lines, {}))).toEqual([]);
});

test('good values are accepted', async () => {
  const read = await readAccount(`preparation:
  variables:
    {BUDGET_AMOUNT: 500.0, ALERT_THRESHOLD: 80, BUDGET_NAME: My budget, WITH_PROWLER: disabled, RESOURCE_PREFIX: ""}
purge:
  variables:
    PURGE_MODE: --force
    MAXIMUM_AGE: 1y
    AGED_TYPES: EC2Instance EC2Volume
    NUKE_URL: https://example.com/aws-nuke.tar.gz
    NUKE_SHA256: ${'0a'.repeat(32)}
    PURGE_MESSAGE: /purge/message`);

  expect([problemsOf(read), warningsOf(read)]).toEqual([[], []]);
});

test('a preparation of your own is pointed to the setting for its permissions', async () => {
  const advice = async (lines: string, files: Readonly<Record<string, string>>, more = '') => {
    const text = `${more}accounts: [{identifier: "111111111111", ${lines}}]\n`;
    const read = await readBelow(text, files);
    return 'settings' in read ? warnOwnPreparation(read).map(formatProblem) : undefined;
  };
  const enabled = 'preparation: {feature: enabled}';

  expect(await advice(enabled, {})).toEqual([
    'settings.yaml:5:40: worker.preparation_buildspec_template_file is a buildspec of your own, and its role may only do what preparation.yaml of this project does; if it does more, name policies in automation.preparation_role_policies',
  ]);
  const policies =
    'automation_preparation_role_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]\n';
  expect([
    await advice(enabled, buildspecs),
    await advice('preparation: {feature: disabled}', {}),
    await advice(enabled, {}, policies),
  ]).toEqual([[], [], []]);
});
