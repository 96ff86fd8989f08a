-- title: Accounts with a weak password policy
-- severity: low
-- category: security
-- why: Short passwords of users can be guessed.
-- remediation: Require at least 14 characters.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
SELECT l.account_id, l.account_name, 'global' AS region, l.account_id AS id, NULL AS arn,
  coalesce('the minimum is ' || p.MinimumPasswordLength || ' characters', 'there is no policy') AS detail
FROM listings AS l
LEFT JOIN iam_password_policy AS p ON p.account_id = l.account_id AND p.run_id = l.run_id
WHERE l.service = 'IAM' AND l.type = 'password_policy' AND l.status = 'done' AND coalesce(p.MinimumPasswordLength, 0) < 14;
