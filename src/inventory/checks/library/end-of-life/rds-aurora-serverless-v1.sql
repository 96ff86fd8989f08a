-- title: Clusters of Aurora Serverless v1
-- severity: high
-- category: end-of-life
-- why: AWS has ended its support on 2025-03-31.
-- remediation: Move to Aurora Serverless v2.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless.html
SELECT account_id, account_name, region, id, arn, Engine || ' of Serverless v1' AS detail
FROM rds_db_cluster
WHERE EngineMode = 'serverless';
