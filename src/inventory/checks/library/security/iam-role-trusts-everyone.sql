-- title: Roles that everyone can assume
-- severity: critical
-- category: security
-- why: Any account of AWS can use the role.
-- remediation: Name the accounts in the trust policy.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html
SELECT account_id, account_name, region, id, arn, RoleName || ' trusts everyone' AS detail
FROM iam_role
WHERE len(list_filter(policy_statements(AssumeRolePolicyDocument), lambda s: policy_allows_everyone(s))) > 0;
