-- title: Queues that are not encrypted
-- severity: low
-- category: security
-- why: Messages are stored in the clear.
-- remediation: Turn on SSE-SQS or SSE-KMS.
-- source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
SELECT account_id, account_name, region, id, arn, 'it is not encrypted' AS detail
FROM sqs_queue
WHERE coalesce(KmsMasterKeyId, '') = '' AND SqsManagedSseEnabled = 'false';
