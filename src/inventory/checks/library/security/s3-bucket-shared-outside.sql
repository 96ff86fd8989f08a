-- title: Buckets that admit accounts outside the inventory
-- severity: high
-- category: security
-- why: Accounts that are not yours, or that are not reviewed, can use the bucket.
-- remediation: Remove the account from the policy, or include it in the inventory.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'its policy admits ' || account_of(principal) AS detail
FROM s3_bucket, unnest(policy_statements(Policy)) AS statements(statement), unnest(policy_principals(statement)) AS principals(principal)
WHERE (statement->>'$.Effect') = 'Allow' AND account_of(principal) IS NOT NULL
  AND account_of(principal) NOT IN (SELECT account_id FROM accounts);
