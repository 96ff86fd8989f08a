-- title: Access keys that are older than 90 days
-- severity: medium
-- category: security
-- why: The longer a key exists, the more places have a copy of it.
-- remediation: Rotate the key, or use a role.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
SELECT account_id, account_name, region, id, arn, key.AccessKeyId || ' is from ' || strftime(key.CreateDate, '%Y-%m-%d') AS detail
FROM iam_user, unnest(AccessKeys) AS keys(key)
WHERE key.Status = 'Active' AND key.CreateDate < collected_at - INTERVAL 90 DAY;
