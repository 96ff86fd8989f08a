-- title: Accounts with access keys of the root user
-- severity: critical
-- category: security
-- why: The key can do everything, and no policy limits it.
-- remediation: Delete the keys of the root user.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
SELECT account_id, account_name, region, id, arn, 'the root user has access keys' AS detail
FROM iam_account_summary
WHERE AccountAccessKeysPresent > 0;
