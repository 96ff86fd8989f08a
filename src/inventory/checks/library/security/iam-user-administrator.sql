-- title: Users with AdministratorAccess
-- severity: high
-- category: security
-- why: Long-lived credentials of an administrator are what attackers look for.
-- remediation: Use a role that people assume, with MFA.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
SELECT account_id, account_name, region, id, arn, UserName || ' is an administrator' AS detail
FROM iam_user
WHERE list_contains(list_transform(AttachedManagedPolicies, lambda p: p.PolicyName), 'AdministratorAccess');
