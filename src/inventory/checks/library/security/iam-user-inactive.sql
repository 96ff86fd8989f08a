-- title: Users who have not signed in for 90 days
-- severity: low
-- category: security
-- why: Passwords of people who left are not changed any more.
-- remediation: Remove the password, or the user.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
SELECT account_id, account_name, region, "row".user AS id, "row".arn AS arn, 'last signed in: ' || "row".password_last_used AS detail
FROM iam_credential_report, unnest(Content) AS rows("row")
WHERE "row".password_enabled = 'true' AND "row".user <> '<root_account>'
  AND coalesce(TRY_CAST("row".password_last_used AS TIMESTAMP), TRY_CAST("row".user_creation_time AS TIMESTAMP))
    < collected_at - INTERVAL 90 DAY;
