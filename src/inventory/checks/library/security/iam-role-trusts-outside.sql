-- title: Roles that trust accounts outside the inventory
-- severity: high
-- category: security
-- why: People of another company, or of an account that is not reviewed, can use the role.
-- remediation: Remove the trust, or include the account in the inventory.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
SELECT DISTINCT account_id, account_name, region, id, arn, RoleName || ' trusts ' || account_of(principal) AS detail
FROM iam_role, unnest(policy_statements(AssumeRolePolicyDocument)) AS statements(statement),
  unnest(policy_principals(statement)) AS principals(principal)
WHERE (statement->>'$.Effect') = 'Allow' AND account_of(principal) IS NOT NULL
  AND account_of(principal) NOT IN (SELECT account_id FROM accounts);
