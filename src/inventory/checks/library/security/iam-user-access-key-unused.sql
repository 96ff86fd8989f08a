-- title: Access keys that have not been used for 90 days
-- severity: medium
-- category: security
-- why: A key that is not needed can only be abused.
-- remediation: Deactivate the key, and delete it later.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
WITH keys AS (
  SELECT account_id, account_name, region, collected_at, "row".user AS id, "row".arn AS arn, 1 AS number,
    "row".access_key_1_active AS active, "row".access_key_1_last_rotated AS rotated, "row".access_key_1_last_used_date AS used
  FROM iam_credential_report, unnest(Content) AS rows("row")
  UNION ALL
  SELECT account_id, account_name, region, collected_at, "row".user, "row".arn, 2,
    "row".access_key_2_active, "row".access_key_2_last_rotated, "row".access_key_2_last_used_date
  FROM iam_credential_report, unnest(Content) AS rows("row")
)
SELECT account_id, account_name, region, id, arn, 'key ' || number || ' was last used ' || used AS detail
FROM keys
WHERE active = 'true'
  AND coalesce(TRY_CAST(used AS TIMESTAMP), TRY_CAST(rotated AS TIMESTAMP)) < collected_at - INTERVAL 90 DAY;
