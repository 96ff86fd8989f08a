-- title: Caches whose Redis is past standard support
-- severity: medium
-- category: end-of-life
-- why: Standard support of versions 4 and 5 ended on 2026-01-31; extended support costs more.
-- remediation: Upgrade to Valkey, or to Redis 7.
-- source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
SELECT account_id, account_name, region, id, arn, 'Redis ' || EngineVersion AS detail
FROM elasticache_cluster
WHERE Engine = 'redis' AND TRY_CAST(split_part(EngineVersion, '.', 1) AS INTEGER) < 6 AND collected_at >= TIMESTAMP '2026-02-01';
