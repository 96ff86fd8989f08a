-- title: Search domains past standard support
-- severity: medium
-- category: end-of-life
-- why: Standard support of these versions ended on 2025-11-07; extended support costs more.
-- remediation: Upgrade to a current version of OpenSearch.
-- source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/what-is.html
SELECT account_id, account_name, region, id, arn, EngineVersion AS detail
FROM opensearch_domain
WHERE collected_at >= TIMESTAMP '2025-11-08'
  AND (regexp_matches(EngineVersion, '^Elasticsearch_(1|2|5|6|7)\.') AND EngineVersion NOT IN ('Elasticsearch_5.6', 'Elasticsearch_6.8', 'Elasticsearch_7.10')
    OR regexp_matches(EngineVersion, '^OpenSearch_(1\.[0-2]|2\.[3579])$'));
