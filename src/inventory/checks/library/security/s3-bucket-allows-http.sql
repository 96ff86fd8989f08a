-- title: Buckets that accept requests without TLS
-- severity: low
-- category: security
-- why: Objects can be read and changed on the way.
-- remediation: Deny requests where aws:SecureTransport is false.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
SELECT account_id, account_name, region, id, arn, 'no statement denies requests without TLS' AS detail
FROM s3_bucket
WHERE len(list_filter(policy_statements(Policy), lambda s: json_extract_string(s, '$.Effect') = 'Deny'
  AND json_extract_string(s, '$.Condition.Bool."aws:SecureTransport"') = 'false')) = 0
  AND is_read(unread, 'GetBucketPolicy');
