-- title: Caches of an old generation
-- severity: low
-- category: cost
-- why: Newer types do more for the same price.
-- remediation: Change the type.
-- source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
SELECT account_id, account_name, region, id, arn, CacheNodeType AS detail
FROM elasticache_cluster
WHERE regexp_matches(CacheNodeType, '^cache\.(t[12]|m[1-4]|c1|r3)\.');
