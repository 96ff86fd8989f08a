-- title: Roles that have not been used for half a year
-- severity: low
-- category: hygiene
-- why: What is not needed can only be abused.
-- remediation: Delete the role.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_delete.html
SELECT account_id, account_name, region, id, arn,
  RoleName || coalesce(' was last used on ' || strftime(RoleLastUsed.LastUsedDate, '%Y-%m-%d'), ' was not used in 400 days') AS detail
FROM iam_role
WHERE NOT starts_with(Path, '/aws-service-role/') AND NOT starts_with(Path, '/aws-reserved/')
  AND CreateDate < collected_at - INTERVAL 180 DAY
  AND coalesce(RoleLastUsed.LastUsedDate, CreateDate) < collected_at - INTERVAL 180 DAY;
