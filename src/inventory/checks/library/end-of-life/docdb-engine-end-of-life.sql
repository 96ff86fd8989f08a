-- title: DocumentDB clusters past standard support
-- severity: medium
-- category: end-of-life
-- why: Standard support of version 3.6 ended on 2026-03-30; extended support costs more.
-- remediation: Upgrade to version 5.0.
-- source: https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-version-support-dates.html
SELECT account_id, account_name, region, id, arn, 'DocumentDB ' || EngineVersion AS detail
FROM docdb_db_cluster
WHERE starts_with(EngineVersion, '3.6') AND collected_at >= TIMESTAMP '2026-03-31';
