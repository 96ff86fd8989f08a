-- title: Regions without an access analyzer
-- severity: low
-- category: security
-- why: What is shared with other accounts is not found.
-- remediation: Create an analyzer of the organization, in every region.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html
SELECT l.account_id, l.account_name, l.region, l.account_id || '/' || l.region AS id, NULL AS arn, 'there is no active analyzer' AS detail
FROM listings AS l
WHERE l.service = 'AccessAnalyzer' AND l.type = 'analyzer' AND l.status = 'done'
  AND NOT EXISTS (
    SELECT 1 FROM accessanalyzer_analyzer AS t
    WHERE t.account_id = l.account_id AND t.region = l.region AND t.run_id = l.run_id AND t.status = 'ACTIVE');
