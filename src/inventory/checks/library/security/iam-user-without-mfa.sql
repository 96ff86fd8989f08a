-- title: Users with a password and without MFA
-- severity: high
-- category: security
-- why: A password that was stolen is enough to sign in.
-- remediation: Add MFA, or use Identity Center.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
SELECT account_id, account_name, region, id, arn, UserName || ' has no MFA' AS detail
FROM iam_user
WHERE LoginProfile IS NOT NULL AND coalesce(len(MfaDevices), 0) = 0 AND is_read(unread, 'ListMFADevices');
