-- title: Functions that everyone can invoke
-- severity: high
-- category: security
-- why: Anyone can run the function, at your cost and with its role.
-- remediation: Name the accounts in the policy, or add a condition on your organization.
-- source: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
SELECT account_id, account_name, region, id, arn, 'its policy admits everyone' AS detail
FROM lambda_function
WHERE len(list_filter(policy_statements(Policy), lambda s: policy_allows_everyone(s))) > 0;
