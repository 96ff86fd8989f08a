-- title: Security groups that open databases to the Internet
-- severity: high
-- category: security
-- why: Databases are found by scans within hours, and many have weak passwords.
-- remediation: Permit only the addresses that need it, or use Session Manager or a load balancer.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'ports ' || permission.FromPort || '-' || permission.ToPort || ' are open to everyone' AS detail
FROM ec2_security_group, unnest(IpPermissions) AS permissions(permission)
WHERE (list_contains(list_transform(permission.IpRanges, lambda r: r.CidrIp), '0.0.0.0/0')
    OR list_contains(list_transform(permission.Ipv6Ranges, lambda r: r.CidrIpv6), '::/0'))
  AND permission.IpProtocol IN ('tcp', '6') AND len(list_filter([1433, 1521, 3306, 5432, 5439, 6379, 9200, 11211, 27017], lambda p: p BETWEEN permission.FromPort AND permission.ToPort)) > 0
  AND NOT (permission.FromPort = 0 AND permission.ToPort = 65535);
