-- title: Groups without users
-- severity: low
-- category: hygiene
-- why: Their permissions are given by mistake.
-- remediation: Delete the group.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html
SELECT g.account_id, g.account_name, g.region, g.id, g.arn, g.GroupName || ' has no users' AS detail
FROM iam_group AS g
WHERE NOT EXISTS (
  SELECT 1 FROM iam_user AS u
  WHERE u.account_id = g.account_id AND u.run_id = g.run_id AND list_contains(u.GroupList, g.GroupName));
