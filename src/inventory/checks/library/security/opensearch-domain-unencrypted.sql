-- title: Search domains that are not encrypted
-- severity: medium
-- category: security
-- why: Indices and snapshots are in the clear.
-- remediation: Turn on encryption at rest.
-- source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html
SELECT account_id, account_name, region, id, arn, EngineVersion || ' is not encrypted' AS detail
FROM opensearch_domain
WHERE EncryptionAtRestOptions.Enabled IS NOT TRUE AND is_read(unread, 'DescribeDomains');
