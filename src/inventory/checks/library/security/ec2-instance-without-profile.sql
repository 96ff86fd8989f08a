-- title: Running instances without a role
-- severity: low
-- category: security
-- why: Programs on it use long-lived keys, and Systems Manager cannot manage it.
-- remediation: Attach an instance profile.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
SELECT account_id, account_name, region, id, arn, 'it has no instance profile' AS detail
FROM ec2_instance
WHERE IamInstanceProfile IS NULL AND State.Name = 'running';
