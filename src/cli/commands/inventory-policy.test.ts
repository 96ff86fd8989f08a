import { expect, test } from 'vitest';
import { loadCatalogue } from '../../inventory/catalogue/catalogue.ts';
import { inventoryPolicies } from '../../inventory/catalogue/policy.ts';
import { runCli } from '../testing/fixture.ts';

test('one policy is printed as it is, so that IAM takes the output', async () => {
  const told = await runCli(['inventory', 'policy', '--types', 'ec2_vpc']);

  expect(told).toEqual({
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

test('an unknown type is refused with what was probably meant', async () => {
  const { code, stdout, stderr } = await runCli(['inventory', 'policy', '--types', 's3_buckets']);

  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: the catalogue has no type "s3_buckets", did you mean "s3_bucket"? list them with: flotilla inventory catalogue\n',
  });
});
