-- title: Topics that everyone can use
-- severity: high
-- category: security
-- why: Anyone can publish, or subscribe and read.
-- remediation: Name the accounts in the policy, or add a condition on your organization.
-- source: https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html
SELECT account_id, account_name, region, id, arn, 'its policy admits everyone' AS detail
FROM sns_topic
WHERE len(list_filter(policy_statements(Policy), lambda s: policy_allows_everyone(s))) > 0;
