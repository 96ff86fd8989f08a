-- title: Security groups that nothing uses
-- severity: low
-- category: hygiene
-- why: Old rules are attached by mistake.
-- remediation: Delete the group.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html
SELECT g.account_id, g.account_name, g.region, g.id, g.arn, g.GroupName || ' is not used' AS detail
FROM ec2_security_group AS g
WHERE g.GroupName <> 'default'
  AND NOT EXISTS (
    SELECT 1 FROM ec2_network_interface AS n, unnest(n.Groups) AS groups("group")
    WHERE n.run_id = g.run_id AND "group".GroupId = g.GroupId)
  AND NOT EXISTS (
    SELECT 1 FROM ec2_security_group AS o, unnest(o.IpPermissions) AS permissions(permission),
      unnest(permission.UserIdGroupPairs) AS pairs(pair)
    WHERE o.run_id = g.run_id AND o.GroupId <> g.GroupId AND pair.GroupId = g.GroupId);
