-- title: Queues without a dead-letter queue
-- severity: low
-- category: hygiene
-- why: A message that fails is retried until it is lost.
-- remediation: Add a redrive policy.
-- source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
SELECT account_id, account_name, region, id, arn, 'messages that fail are lost' AS detail
FROM sqs_queue
WHERE RedrivePolicy IS NULL AND is_read(unread, 'GetQueueAttributes') AND NOT regexp_matches(id, '(?i)(dlq|dead)');
