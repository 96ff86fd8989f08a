-- title: Accounts whose root user has no MFA
-- severity: critical
-- category: security
-- why: A password alone opens the whole account.
-- remediation: Add MFA, or remove the credentials of the root user.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html
SELECT account_id, account_name, region, id, arn, 'the root user has a password and no MFA' AS detail
FROM iam_account_summary
WHERE AccountMFAEnabled = 0 AND coalesce(AccountPasswordPresent, 1) = 1;
