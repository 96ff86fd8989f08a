-- title: Queues that everyone can use
-- severity: high
-- category: security
-- why: Anyone can send or read messages.
-- remediation: Name the accounts in the policy, or add a condition on your organization.
-- source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
SELECT account_id, account_name, region, id, arn, 'its policy admits everyone' AS detail
FROM sqs_queue
WHERE len(list_filter(policy_statements(Policy), lambda s: policy_allows_everyone(s))) > 0;
