-- title: Databases without automatic backups
-- severity: medium
-- category: hygiene
-- why: A mistake cannot be undone.
-- remediation: Set a retention of at least seven days.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
SELECT account_id, account_name, region, id, arn, Engine || ' has no backups' AS detail
FROM rds_db_instance
WHERE BackupRetentionPeriod = 0 AND ReadReplicaSourceDBInstanceIdentifier IS NULL AND DBClusterIdentifier IS NULL;
