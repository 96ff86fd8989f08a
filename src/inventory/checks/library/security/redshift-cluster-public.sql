-- title: Redshift clusters with an address in the Internet
-- severity: high
-- category: security
-- why: Only the security group and the password protect the warehouse.
-- remediation: Turn off public accessibility.
-- source: https://docs.aws.amazon.com/redshift/latest/mgmt/rs-ra3-managed-vpc.html
SELECT account_id, account_name, region, id, arn, 'it has a public address' AS detail
FROM redshift_cluster
WHERE PubliclyAccessible;
