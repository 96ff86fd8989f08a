-- title: Replication instances with an address in the Internet
-- severity: high
-- category: security
-- why: The instance has credentials of the databases that it copies.
-- remediation: Create the instance again without a public address.
-- source: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html
SELECT account_id, account_name, region, id, arn, 'it has a public address' AS detail
FROM dms_replication_instance
WHERE PubliclyAccessible;
