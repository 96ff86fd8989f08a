-- title: Buckets without Block Public Access
-- severity: medium
-- category: security
-- why: A mistake in a policy or an ACL makes such a bucket public at once.
-- remediation: Turn on all four settings for the account, or for the bucket.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-bucket.html
SELECT b.account_id, b.account_name, b.region, b.id, b.arn, 'not all four settings are on' AS detail
FROM s3_bucket AS b
LEFT JOIN s3control_public_access_block AS a ON a.account_id = b.account_id AND a.run_id = b.run_id
WHERE ((b.PublicAccessBlock.BlockPublicAcls AND b.PublicAccessBlock.IgnorePublicAcls
    AND b.PublicAccessBlock.BlockPublicPolicy AND b.PublicAccessBlock.RestrictPublicBuckets) IS NOT TRUE)
  AND ((a.BlockPublicAcls AND a.IgnorePublicAcls AND a.BlockPublicPolicy AND a.RestrictPublicBuckets) IS NOT TRUE)
  AND is_read(b.unread, 'GetPublicAccessBlock');
