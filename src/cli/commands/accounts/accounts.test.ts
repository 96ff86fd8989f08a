import { expect, test } from 'vitest';
import { organizationOfThree, runCli } from '../../../testing/command-line.ts';

test('lists who is there, where, and whether a run would include them', async () => {
  const { organization } = organizationOfThree();

  const { code, stdout, stderr } = await runCli(['accounts'], { organization });

  expect(code).toBe(0);
  expect(stdout).toBe(
    `Account       Name        E-mail                  State      OU path                Tags         Run
${'─'.repeat(107)}
${organization.managementAccountId}  management  management@example.com  ACTIVE     /                                   management
111111111111  alpha       alpha@example.com       ACTIVE     /Workloads             team=search  runs
222222222222  beta        beta@example.com        ACTIVE     /Workloads/Production               runs
333333333333  gamma       gamma@example.com       SUSPENDED  /                                   not-active
`,
  );
  expect(stderr).toBe('4 accounts, a run would include 2\n');
});

test('a narrow terminal cuts long values and keeps what identifies the account, and the last column', async () => {
  const { organization } = organizationOfThree();

  const { stdout } = await runCli(['accounts'], { organization, columns: 72 });

  expect(stdout.split('\n').slice(3, 5)).toEqual([
    '111111111111  alpha       alpha@…  ACTIVE   /Workl…  team=s…  runs',
    '222222222222  beta        beta@e…  ACTIVE   /Workl…           runs',
  ]);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(72);
});

test('the same accounts as JSON, as lines of JSON and as CSV', async () => {
  const { organization, workloads } = organizationOfThree();
  const args = ['accounts', '--targets', workloads, '--name', 'al*', '--output'];
  const alpha = {
    type: 'account',
    id: '111111111111',
    name: 'alpha',
    email: 'alpha@example.com',
    state: 'ACTIVE',
    ouPath: '/Workloads',
    tags: { team: 'search' },
    runs: true,
    regions: ['us-east-1'],
  };

  const json = await runCli([...args, 'json'], { organization });
  const ndjson = await runCli([...args, 'ndjson'], { organization });
  const csv = await runCli([...args, 'csv'], { organization });

  expect(JSON.parse(json.stdout)).toEqual([alpha]);
  expect(ndjson.stdout).toBe(`${JSON.stringify(alpha)}\n`);
  expect(csv.stdout).toBe(
    `id,name,email,state,ouPath,tags,runs,reason,detail
111111111111,alpha,alpha@example.com,ACTIVE,/Workloads,"{""team"":""search""}",true,,
`,
  );
});

test('an account cannot put a formula into a spreadsheet, nor colour into a terminal', async () => {
  const { organization } = organizationOfThree();
  const formula = '=HYPERLINK("https://example.com")';
  organization.addAccount({ name: formula, id: '444444444444' });
  organization.addAccount({ name: '\u001b[31mred\u0007', id: '555555555555' });
  const args = ['accounts', '--targets', '444444444444,555555555555'];

  const csv = await runCli([...args, '--output', 'csv'], { organization });
  const table = await runCli(args, { organization });

  expect(csv.stdout).toContain(`\n444444444444,"'=HYPERLINK(""https://example.com"")",`);
  expect(table.stdout).toContain('555555555555  red  ');
});

test('asked for enabled regions, each account is asked which it has', async () => {
  const { organization } = organizationOfThree();
  organization.enableRegion('111111111111', 'eu-central-2');
  const args = ['accounts', '--ignore', '222222222222', '--regions', 'enabled', '--output', 'json'];

  const { code, stdout } = await runCli(args, { organization });

  const listed = JSON.parse(stdout) as { name: string; regions?: string[] }[];
  const alpha = listed.find(({ name }) => name === 'alpha');
  expect(code).toBe(0);
  expect(alpha?.regions).toContain('eu-central-2');
  expect(alpha?.regions).not.toContain('af-south-1');
});

test('an account that does not let us in to ask for its regions is shown as unread, and the exit code says so', async () => {
  const { organization } = organizationOfThree();
  organization.addAccount({ name: 'delta', id: '444444444444', role: false });
  const args = [
    'accounts',
    '--targets',
    '444444444444',
    '--regions',
    'enabled',
    '--output',
    'json',
  ];

  const { code, stdout } = await runCli(args, { organization });

  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject([
    {
      id: '444444444444',
      runs: false,
      reason: 'unread',
      detail: expect.stringMatching(/^its regions could not be read \(AccessDenied: User: /),
    },
  ]);
});

test('states and tags select as well, and the caller and the management account may be asked for', async () => {
  const { organization } = organizationOfThree();
  const names = async (...args: string[]) => {
    const { stdout } = await runCli(['accounts', ...args, '--output', 'json'], { organization });
    return (JSON.parse(stdout) as { name: string; runs: boolean }[])
      .filter(({ runs }) => runs)
      .map(({ name }) => name);
  };

  expect(await names('--tag', 'team=search')).toEqual(['alpha']);
  expect(await names('--state', 'active')).toEqual(['alpha', 'beta']);
  expect(await names('--include-management', '--include-caller')).toEqual([
    'management',
    'alpha',
    'beta',
  ]);
});
