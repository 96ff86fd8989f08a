import { expect, test } from 'vitest';
import { loadCatalogue } from '../../../../inventory/catalogue/catalogue.ts';
import { runCli } from '../../../../testing/command-line.ts';

const tables = (...args: readonly string[]) => runCli(['inventory', 'tables', ...args]);

test('tables are listed, with the size of each', async () => {
  const { code, stdout, stderr } = await tables('--types', 'iam_account_alias,elbv2_target_group');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '2 tables\n' });
  expect(stdout).toContain('elbv2_target_group  ElasticLoadBalancingV2  target_group   regional');
});

test('without a choice, every type of the catalogue has a table', async () => {
  const { stdout } = await tables('--output', 'ndjson');

  const names = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { name: string }).name);
  expect(names).toEqual(loadCatalogue().entries.map(({ key }) => key));
});

test('one table is shown with its calls, its IAM actions and the types of its columns', async () => {
  const { code, stdout } = await tables('iam_account_alias');

  expect(code).toBe(0);
  expect(stdout).toBe(`Table        iam_account_alias
${'─'.repeat(35)}
Resources    IAM account_alias
Listed       once per account
Calls        ListAccountAliases
IAM actions  iam:ListAccountAliases

Columns
Column             Type
${'─'.repeat(74)}
account_id         VARCHAR
account_name       VARCHAR
ou_path            VARCHAR
region             VARCHAR
service            VARCHAR
type               VARCHAR
id                 VARCHAR
arn                VARCHAR
tags               MAP(VARCHAR, VARCHAR)
collected_at       TIMESTAMP
catalogue_version  VARCHAR
resource           JSON
unread             STRUCT(operation VARCHAR, kind VARCHAR, code VARCHAR)[]
run_id             VARCHAR
date               DATE
AccountAlias       VARCHAR
extra              JSON
`);
});

test('a table of Cloud Control is found by its name, without --breadth', async () => {
  const { stdout } = await tables('synthetics_canary', '--output', 'json');

  const [table] = JSON.parse(stdout) as readonly {
    cloudFormationType: string;
    columns: readonly { member?: string; type: string }[];
  }[];
  expect(table?.cloudFormationType).toBe('AWS::Synthetics::Canary');
  expect(table?.columns.filter(({ member }) => member !== undefined)).toEqual([
    { name: 'Identifier', type: 'VARCHAR', member: 'Identifier' },
    { name: 'Properties', type: 'JSON', member: 'Properties' },
  ]);
});

test('a name that is misspelt is refused, with the nearest one', async () => {
  const { code, stdout, stderr } = await tables('ec2_volumes');

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('the catalogue has no type "ec2_volumes", did you mean "ec2_volume"?');
});
