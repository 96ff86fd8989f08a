-- title: Keys that everyone can use
-- severity: critical
-- category: security
-- why: Anyone can use the key as its policy permits.
-- remediation: Name the accounts in the policy, or add a condition on your organization.
-- source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
SELECT account_id, account_name, region, id, arn, 'its policy admits everyone' AS detail
FROM kms_key
WHERE len(list_filter(policy_statements(Policy), lambda s: policy_allows_everyone(s))) > 0;
