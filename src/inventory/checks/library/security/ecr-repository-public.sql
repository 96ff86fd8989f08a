-- title: Repositories that everyone can use
-- severity: high
-- category: security
-- why: Anyone can pull, or push, images.
-- remediation: Name the accounts in the policy, or add a condition on your organization.
-- source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
SELECT account_id, account_name, region, id, arn, 'its policy admits everyone' AS detail
FROM ecr_repository
WHERE len(list_filter(policy_statements(policy), lambda s: policy_allows_everyone(s))) > 0;
