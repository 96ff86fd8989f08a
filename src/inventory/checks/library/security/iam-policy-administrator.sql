-- title: Policies of your own that permit everything
-- severity: high
-- category: security
-- why: They are AdministratorAccess under a name that reviews overlook.
-- remediation: Permit what is needed.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
SELECT DISTINCT account_id, account_name, region, id, arn, PolicyName || ' permits every action on every resource' AS detail
FROM iam_policy, unnest(PolicyVersionList) AS versions(version), unnest(policy_statements(version.Document)) AS statements(statement)
WHERE version.IsDefaultVersion AND (statement->>'$.Effect') = 'Allow' AND (statement->'$.Condition') IS NULL
  AND len(list_filter(policy_actions(statement), lambda a: a IN ('*', '*:*'))) > 0 AND list_contains(policy_resources(statement), '*');
