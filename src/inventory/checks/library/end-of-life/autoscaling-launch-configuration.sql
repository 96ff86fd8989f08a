-- title: Launch configurations
-- severity: low
-- category: end-of-life
-- why: They are deprecated, and do not support new instance types.
-- remediation: Use launch templates.
-- source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html
SELECT account_id, account_name, region, id, arn, InstanceType AS detail
FROM autoscaling_launch_configuration
WHERE true;
