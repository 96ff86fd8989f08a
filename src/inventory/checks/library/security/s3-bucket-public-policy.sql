-- title: Buckets whose policy makes them public
-- severity: critical
-- category: security
-- why: Anyone can use the bucket as its policy permits, without credentials of AWS.
-- remediation: Remove the statement for everyone, or turn on Block Public Access for the bucket or the account.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
SELECT b.account_id, b.account_name, b.region, b.id, b.arn, 'its policy is public' AS detail
FROM s3_bucket AS b
LEFT JOIN s3control_public_access_block AS a ON a.account_id = b.account_id AND a.run_id = b.run_id
WHERE b.Public.IsPublic AND b.PublicAccessBlock.RestrictPublicBuckets IS NOT TRUE
  AND a.RestrictPublicBuckets IS NOT TRUE;
