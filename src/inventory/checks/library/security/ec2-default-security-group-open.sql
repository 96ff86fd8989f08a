-- title: Default security groups with rules
-- severity: medium
-- category: security
-- why: What is launched without a group gets this one.
-- remediation: Remove all rules of the default group.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
SELECT account_id, account_name, region, id, arn, 'it has rules' AS detail
FROM ec2_security_group
WHERE GroupName = 'default' AND (len(IpPermissions) > 0 OR len(IpPermissionsEgress) > 0);
