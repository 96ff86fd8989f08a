-- title: Roles that workflows of any repository can assume
-- severity: critical
-- category: security
-- why: GitHub gives a token to everyone: without a condition on the subject, each can use the role.
-- remediation: Limit token.actions.githubusercontent.com:sub to your repositories.
-- source: https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
SELECT DISTINCT account_id, account_name, region, id, arn, RoleName || ' trusts every repository of GitHub' AS detail
FROM iam_role, unnest(policy_statements(AssumeRolePolicyDocument)) AS statements(statement),
  unnest(text_list(statement->'$.Principal.Federated')) AS providers(provider)
WHERE (statement->>'$.Effect') = 'Allow' AND provider LIKE '%oidc-provider/token.actions.githubusercontent.com'
  AND (NOT regexp_matches(coalesce(statement->>'$.Condition', ''),
      'githubusercontent\.com:(sub"[\s:\[]*"repo:[^*:"]|(repository|repository_owner|job_workflow_ref)"[\s:\[]*"[^*"])')
    OR regexp_matches(coalesce(statement->>'$.Condition', ''), '"(\*|repo:\*[^"]*)"'));
