-- title: Users with policies of their own
-- severity: low
-- category: hygiene
-- why: Permissions that are not given by a group are overlooked.
-- remediation: Move the policies to a group, or use Identity Center.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
SELECT account_id, account_name, region, id, arn, UserName || ' has policies of its own' AS detail
FROM iam_user
WHERE coalesce(len(UserPolicyList), 0) + coalesce(len(AttachedManagedPolicies), 0) > 0;
