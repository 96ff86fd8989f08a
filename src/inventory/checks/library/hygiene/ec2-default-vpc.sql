-- title: Default VPCs
-- severity: low
-- category: hygiene
-- why: Whatever is launched without a choice of network gets a public address.
-- remediation: Delete the default VPC where it is not used.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
SELECT account_id, account_name, region, id, arn, CidrBlock || ' is the default' AS detail
FROM ec2_vpc
WHERE IsDefault;
