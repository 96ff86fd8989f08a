-- title: Environments on a retired Amazon Linux
-- severity: high
-- category: end-of-life
-- why: The platform gets no fixes of security any more.
-- remediation: Move to a platform on Amazon Linux 2023.
-- source: https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/platforms-retired.html
SELECT account_id, account_name, region, id, arn, SolutionStackName AS detail
FROM elasticbeanstalk_environment
WHERE regexp_matches(SolutionStackName, 'Amazon Linux (2015|2016|2017|2018)\.')
  OR (contains(SolutionStackName, 'Amazon Linux 2 ') AND collected_at >= TIMESTAMP '2026-07-01');
