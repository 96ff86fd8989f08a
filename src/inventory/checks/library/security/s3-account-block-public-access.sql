-- title: Accounts without Block Public Access
-- severity: medium
-- category: security
-- why: The setting of the account protects every bucket, also those that are created later.
-- remediation: Turn on all four settings for the account.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html
SELECT l.account_id, l.account_name, 'global' AS region, l.account_id AS id, NULL AS arn, 'not all four settings are on' AS detail
FROM listings AS l
LEFT JOIN s3control_public_access_block AS a ON a.account_id = l.account_id AND a.run_id = l.run_id
WHERE l.service = 'S3Control' AND l.type = 'public_access_block' AND l.status = 'done'
  AND (a.BlockPublicAcls AND a.IgnorePublicAcls AND a.BlockPublicPolicy AND a.RestrictPublicBuckets) IS NOT TRUE;
