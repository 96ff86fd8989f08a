-- title: Databases that are stopped
-- severity: low
-- category: cost
-- why: Storage costs on, and AWS starts the database again after seven days.
-- remediation: Create a snapshot, and delete the database.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
SELECT account_id, account_name, region, id, arn, DBInstanceClass || ', ' || AllocatedStorage || ' GiB' AS detail
FROM rds_db_instance
WHERE DBInstanceStatus = 'stopped';
