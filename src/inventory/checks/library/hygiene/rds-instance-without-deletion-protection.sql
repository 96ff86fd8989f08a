-- title: Databases that can be deleted by one call
-- severity: low
-- category: hygiene
-- why: A script that goes wrong deletes them.
-- remediation: Turn on deletion protection.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
SELECT account_id, account_name, region, id, arn, 'deletion protection is off' AS detail
FROM rds_db_instance
WHERE DeletionProtection IS NOT TRUE AND DBClusterIdentifier IS NULL;
