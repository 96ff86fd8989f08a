import { expect, test } from 'vitest';
import { loadCatalogue } from '../../../../inventory/catalogue/catalogue.ts';
import { runCli } from '../../../../testing/command-line.ts';

const { version, entries } = loadCatalogue();
const args = ['inventory', 'catalogue', '--types', 'emr_configuration,elb_load_balancer'];

test('lists types with their calls and what they need', async () => {
  const result = await runCli(args, { columns: 140 });

  expect(result).toEqual({
    code: 0,
    stdout: `Service               Type           Key                Scope     Operation                          Details  Actions
${'─'.repeat(117)}
ElasticLoadBalancing  load_balancer  elb_load_balancer  regional  DescribeLoadBalancers              3        4
EMR                   configuration  emr_configuration  regional  GetBlockPublicAccessConfiguration  0        1
The names of details and actions: --output json, ndjson or csv.
`,
    stderr: `2 types of 2 services, catalogue ${version}\n`,
  });
});

test('the same as JSON, as lines of JSON and as CSV', async () => {
  const record = {
    service: 'EMR',
    type: 'configuration',
    key: 'emr_configuration',
    scope: 'regional',
    operation: 'GetBlockPublicAccessConfiguration',
    details: [],
    actions: ['elasticmapreduce:GetBlockPublicAccessConfiguration'],
  };
  const one = ['inventory', 'catalogue', '--types', 'EMR.configuration', '--output'];

  const json = await runCli([...one, 'json']);
  const ndjson = await runCli([...one, 'ndjson']);
  const csv = await runCli([...one, 'csv']);

  expect(JSON.parse(json.stdout)).toEqual([record]);
  expect(ndjson.stdout).toBe(`${JSON.stringify(record)}\n`);
  expect(csv.stdout).toBe(
    `service,type,key,scope,operation,details,actions,parent
EMR,configuration,emr_configuration,regional,GetBlockPublicAccessConfiguration,,elasticmapreduce:GetBlockPublicAccessConfiguration,
`,
  );
});

test('without a choice everything is listed', async () => {
  const { stdout } = await runCli(['inventory', 'catalogue', '--output', 'ndjson']);

  expect(stdout.trimEnd().split('\n')).toHaveLength(entries.length);
});

test.each([
  [
    ['--services', 'EC22'],
    'the catalogue has no service "EC22", did you mean "EC2"? list them with: flotilla inventory catalogue',
  ],
  [['--types', ''], '--types: "" is an empty list; omit the option to select all types'],
  [['--region', 'eu-west-1'], 'flotilla inventory catalogue has no option --region: omit it'],
])('%j is refused', async (more, message) => {
  const { code, stdout, stderr } = await runCli(['inventory', 'catalogue', ...more]);

  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: ${message}\n`,
  });
});
