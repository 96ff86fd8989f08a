-- title: Security groups that open every port to the Internet
-- severity: critical
-- category: security
-- why: Whatever listens can be reached, also what is started later.
-- remediation: Permit only the addresses that need it, or use Session Manager or a load balancer.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'all ports are open to everyone' AS detail
FROM ec2_security_group, unnest(IpPermissions) AS permissions(permission)
WHERE (list_contains(list_transform(permission.IpRanges, lambda r: r.CidrIp), '0.0.0.0/0')
    OR list_contains(list_transform(permission.Ipv6Ranges, lambda r: r.CidrIpv6), '::/0'))
  AND (permission.IpProtocol = '-1' OR (permission.FromPort = 0 AND permission.ToPort = 65535));
