-- title: Secrets that have not been read for 90 days
-- severity: low
-- category: cost
-- why: Each secret costs every month.
-- remediation: Delete the secret.
-- source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
SELECT account_id, account_name, region, id, arn,
  coalesce('last read on ' || strftime(LastAccessedDate, '%Y-%m-%d'), 'never read') AS detail
FROM secretsmanager_secret
WHERE DeletedDate IS NULL AND OwningService IS NULL AND CreatedDate < collected_at - INTERVAL 90 DAY
  AND coalesce(LastAccessedDate, CreatedDate) < collected_at - INTERVAL 90 DAY;
