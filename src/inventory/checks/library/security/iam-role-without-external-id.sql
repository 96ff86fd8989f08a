-- title: Roles for other companies without an external ID
-- severity: medium
-- category: security
-- why: Another customer of that company can have it use your role.
-- remediation: Require sts:ExternalId in the trust policy.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
SELECT DISTINCT account_id, account_name, region, id, arn, RoleName || ' trusts ' || account_of(principal) || ' without an external ID' AS detail
FROM iam_role, unnest(policy_statements(AssumeRolePolicyDocument)) AS statements(statement),
  unnest(policy_principals(statement)) AS principals(principal)
WHERE (statement->>'$.Effect') = 'Allow' AND account_of(principal) IS NOT NULL
  AND account_of(principal) NOT IN (SELECT account_id FROM accounts)
  AND NOT contains(lower(coalesce(statement->>'$.Condition', '')), 'sts:externalid');
