-- title: DocumentDB clusters that are not encrypted
-- severity: medium
-- category: security
-- why: Storage, backups and snapshots are in the clear.
-- remediation: Restore it from an encrypted copy of a snapshot.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
SELECT account_id, account_name, region, id, arn, Engine || ' is not encrypted' AS detail
FROM docdb_db_cluster
WHERE NOT StorageEncrypted;
