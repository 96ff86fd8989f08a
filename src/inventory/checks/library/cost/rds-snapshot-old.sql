-- title: Manual snapshots of more than a year
-- severity: low
-- category: cost
-- why: They are kept and paid until they are deleted.
-- remediation: Delete them, or export them to S3.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteSnapshot.html
SELECT account_id, account_name, region, id, arn,
  AllocatedStorage || ' GiB from ' || strftime(SnapshotCreateTime, '%Y-%m-%d') AS detail
FROM rds_db_snapshot
WHERE SnapshotType = 'manual' AND SnapshotCreateTime < collected_at - INTERVAL 1 YEAR;
