-- title: Policies of your own that nothing uses
-- severity: low
-- category: hygiene
-- why: They are attached later by mistake.
-- remediation: Delete the policy.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html
SELECT account_id, account_name, region, id, arn, PolicyName || ' is not attached' AS detail
FROM iam_policy
WHERE AttachmentCount = 0 AND coalesce(PermissionsBoundaryUsageCount, 0) = 0;
