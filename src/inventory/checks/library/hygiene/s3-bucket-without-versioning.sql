-- title: Buckets without versions
-- severity: low
-- category: hygiene
-- why: An object that was overwritten or deleted is lost.
-- remediation: Turn on versioning, with a lifecycle rule for old versions.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
SELECT account_id, account_name, region, id, arn, 'versioning is off' AS detail
FROM s3_bucket
WHERE Versioning."Status" IS DISTINCT FROM 'Enabled'
  AND is_read(unread, 'GetBucketVersioning');
