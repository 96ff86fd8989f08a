-- title: Databases whose engine leaves standard support within half a year
-- severity: medium
-- category: end-of-life
-- why: After that extended support costs for each processor and hour.
-- remediation: Upgrade to a current major version.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
SELECT d.account_id, d.account_name, d.region, d.id, d.arn,
  d.Engine || ' ' || version || ': standard support ends on ' || ends AS detail
FROM rds_db_instance AS d
JOIN rds_engines() AS engines ON engines.engine = d.Engine AND starts_with(d.EngineVersion || '.', version || '.')
WHERE ends > d.collected_at::DATE AND ends <= (d.collected_at + INTERVAL 180 DAY)::DATE;
