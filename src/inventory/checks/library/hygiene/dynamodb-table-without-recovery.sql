-- title: Tables without point-in-time recovery
-- severity: low
-- category: hygiene
-- why: A mistake cannot be undone.
-- remediation: Turn on point-in-time recovery.
-- source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
SELECT account_id, account_name, region, id, arn, 'point-in-time recovery is off' AS detail
FROM dynamodb_table
WHERE ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus = 'DISABLED';
