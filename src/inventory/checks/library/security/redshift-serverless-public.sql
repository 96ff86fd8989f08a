-- title: Redshift Serverless workgroups with an address in the Internet
-- severity: high
-- category: security
-- why: Only the security group and the password protect the warehouse.
-- remediation: Turn off public accessibility of the workgroup.
-- source: https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html
SELECT account_id, account_name, region, id, arn, 'it has a public address' AS detail
FROM redshift_serverless_workgroup
WHERE publiclyAccessible;
