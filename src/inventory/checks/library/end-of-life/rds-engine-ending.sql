-- title: Databases whose engine leaves standard support within half a year
-- severity: medium
-- category: end-of-life
-- why: After that extended support costs for each processor and hour.
-- remediation: Upgrade to a current major version.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
WITH engines(engine, version, ends) AS (
  SELECT engine, version, ends::DATE FROM (VALUES
    ('mysql', '5.6', '2022-03-01'),
    ('mysql', '5.7', '2024-02-29'),
    ('mysql', '8.0', '2026-07-31'),
    ('mysql', '8.4', '2029-07-31'),
    ('mariadb', '10.3', '2023-10-23'),
    ('mariadb', '10.4', '2025-02-28'),
    ('mariadb', '10.5', '2026-02-28'),
    ('mariadb', '10.6', '2026-07-31'),
    ('mariadb', '10.11', '2028-02-29'),
    ('postgres', '9.6', '2022-04-26'),
    ('postgres', '10', '2023-04-17'),
    ('postgres', '11', '2024-02-29'),
    ('postgres', '12', '2025-02-28'),
    ('postgres', '13', '2026-02-28'),
    ('postgres', '14', '2027-02-28'),
    ('aurora-mysql', '5.7', '2024-10-31'),
    ('aurora-mysql', '8.0', '2028-04-30'),
    ('aurora-postgresql', '11', '2024-02-29'),
    ('aurora-postgresql', '12', '2025-02-28'),
    ('aurora-postgresql', '13', '2026-02-28'),
    ('aurora-postgresql', '14', '2027-02-28')
  ) AS v(engine, version, ends)
)
SELECT d.account_id, d.account_name, d.region, d.id, d.arn,
  d.Engine || ' ' || version || ': standard support ends on ' || ends AS detail
FROM rds_db_instance AS d
JOIN engines ON engines.engine = d.Engine AND starts_with(d.EngineVersion || '.', version || '.')
WHERE ends > d.collected_at::DATE AND ends <= (d.collected_at + INTERVAL 180 DAY)::DATE;
