-- title: Search domains that everyone can use
-- severity: critical
-- category: security
-- why: The endpoint is in the Internet, and its policy admits everyone.
-- remediation: Move the domain into a VPC, or limit its policy.
-- source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
SELECT account_id, account_name, region, id, arn, 'its policy admits everyone' AS detail
FROM opensearch_domain
WHERE VPCOptions IS NULL AND AdvancedSecurityOptions.Enabled IS NOT TRUE
  AND len(list_filter(policy_statements(AccessPolicies), lambda s: policy_allows_everyone(s))) > 0;
