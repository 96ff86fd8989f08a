-- title: Buckets that keep uploads which were never completed
-- severity: low
-- category: cost
-- why: Their pieces are invisible, and cost like objects.
-- remediation: Add a lifecycle rule that aborts incomplete uploads.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
SELECT account_id, account_name, region, id, arn, 'no rule aborts incomplete uploads' AS detail
FROM s3_bucket
WHERE len(list_filter(coalesce(LifecycleRules, []), lambda r: r."Status" = 'Enabled' AND r.AbortIncompleteMultipartUpload IS NOT NULL)) = 0
  AND is_read(unread, 'GetBucketLifecycleConfiguration');
