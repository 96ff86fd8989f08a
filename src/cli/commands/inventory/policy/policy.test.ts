import { expect, test } from 'vitest';
import { loadCatalogue } from '../../../../inventory/catalogue/catalogue.ts';
import { inventoryPolicies } from '../../../../inventory/catalogue/policy.ts';
import { runCli } from '../../../../testing/command-line.ts';

test('one policy is printed as it is, so that IAM takes the output', async () => {
  const result = await runCli(['inventory', 'policy', '--types', 'ec2_vpc']);

  expect(result).toEqual({
    code: 0,
    stdout: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InventoryEc2",
      "Effect": "Allow",
      "Action": [
        "ec2:DescribeFlowLogs",
        "ec2:DescribeVpcs"
      ],
      "Resource": "*"
    }
  ]
}
`,
    stderr: '1 policy, 2 actions\n',
  });
});

test('several policies are printed as a list', async () => {
  const { code, stdout } = await runCli(['inventory', 'policy']);

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(inventoryPolicies(loadCatalogue().entries));
});

test('types that are listed below others need the actions of those as well', async () => {
  const { stdout } = await runCli(['inventory', 'policy', '--types', 'eks_addon']);

  expect(stdout).toContain('"eks:ListAddons"');
  expect(stdout).toContain('"eks:ListClusters"');
});

test('Cloud Control needs two actions, and permissions that no list contains', async () => {
  const { stdout, stderr } = await runCli([
    ...['inventory', 'policy', '--breadth', '--types', 'AWS::Synthetics::Canary'],
  ]);

  expect(stdout).toContain('"cloudformation:GetResource",\n        "cloudformation:ListResources"');
  expect(stderr).toBe(
    "1 policy, 2 actions\nCloud Control reads each service with the role's own permissions, which no list contains: attach AWS's ReadOnlyAccess to the role as well\n",
  );
});

test('an unknown type is refused with a similar one', async () => {
  const { code, stdout, stderr } = await runCli(['inventory', 'policy', '--types', 's3_buckets']);

  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: the catalogue has no type "s3_buckets", did you mean "s3_bucket"? list them with: flotilla inventory catalogue\n',
  });
});

test('as CSV it has a row for each action', async () => {
  const { stdout } = await runCli([
    ...['inventory', 'policy', '--types', 'ec2_vpc', '--output', 'csv'],
  ]);

  expect(stdout).toBe(`policy,statement,action
1,InventoryEc2,ec2:DescribeFlowLogs
1,InventoryEc2,ec2:DescribeVpcs
`);
});
