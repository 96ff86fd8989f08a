-- title: Instances that have been stopped for 30 days
-- severity: low
-- category: cost
-- why: Their volumes and addresses cost all the time.
-- remediation: Create an image, and terminate the instance.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html
SELECT account_id, account_name, region, id, arn,
  InstanceType || ' stopped since ' || regexp_extract(StateTransitionReason, '\((\d{4}-\d\d-\d\d)', 1) AS detail
FROM ec2_instance
WHERE State.Name = 'stopped'
  AND TRY_CAST(regexp_extract(StateTransitionReason, '\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)', 1) AS TIMESTAMP) < collected_at - INTERVAL 30 DAY;
