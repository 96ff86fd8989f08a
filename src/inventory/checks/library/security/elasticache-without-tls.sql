-- title: Caches that are used without TLS
-- severity: medium
-- category: security
-- why: Keys and values can be read on the network.
-- remediation: Turn on encryption in transit.
-- source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
SELECT account_id, account_name, region, id, arn, 'traffic is not encrypted' AS detail
FROM elasticache_replication_group
WHERE TransitEncryptionEnabled IS NOT TRUE;
