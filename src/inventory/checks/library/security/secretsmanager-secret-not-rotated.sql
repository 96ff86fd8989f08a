-- title: Secrets that have not changed for a year
-- severity: low
-- category: security
-- why: A password that leaked still works.
-- remediation: Turn on rotation.
-- source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
SELECT account_id, account_name, region, id, arn,
  'it is from ' || strftime(coalesce(LastChangedDate, CreatedDate), '%Y-%m-%d') AS detail
FROM secretsmanager_secret
WHERE DeletedDate IS NULL AND coalesce(LastChangedDate, CreatedDate) < collected_at - INTERVAL 1 YEAR;
