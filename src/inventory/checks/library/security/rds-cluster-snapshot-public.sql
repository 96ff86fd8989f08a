-- title: Database cluster snapshots that everyone can restore
-- severity: critical
-- category: security
-- why: Every AWS account can restore the snapshot and read the database.
-- remediation: Make the snapshot private, and share it with accounts by their ids.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
SELECT account_id, account_name, region, id, arn, 'everyone may restore it' AS detail
FROM rds_db_cluster_snapshot_attributes
WHERE len(list_filter(DBClusterSnapshotAttributes, lambda a: a.AttributeName = 'restore' AND list_contains(a.AttributeValues, 'all'))) > 0;
