-- title: Secrets that are shared with accounts outside the inventory
-- severity: high
-- category: security
-- why: These accounts, or everyone, can read the secret.
-- remediation: Name accounts of your organization in the policy, or add a condition on the organization.
-- source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'its policy admits ' || principal AS detail
FROM secretsmanager_secret_policy,
  unnest(policy_statements(ResourcePolicy)) AS statements(statement),
  unnest(policy_principals(statement)) AS principals(principal)
WHERE json_extract_string(statement, '$.Effect') = 'Allow'
  AND NOT policy_is_limited(statement)
  AND (principal = '*' OR account_of(principal) NOT IN (SELECT account_id FROM accounts));
