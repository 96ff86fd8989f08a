-- title: Redshift clusters that are not encrypted
-- severity: medium
-- category: security
-- why: Data and snapshots are in the clear.
-- remediation: Turn on encryption of the cluster.
-- source: https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html
SELECT account_id, account_name, region, id, arn, 'it is not encrypted' AS detail
FROM redshift_cluster
WHERE NOT Encrypted;
