-- title: Reservations that end within 30 days
-- severity: low
-- category: cost
-- why: After that the instances cost the full price.
-- remediation: Buy a Savings Plan, or another reservation.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-market-concepts-buying.html
SELECT account_id, account_name, region, id, arn,
  InstanceCount || ' of ' || InstanceType || ' end on ' || strftime("End", '%Y-%m-%d') AS detail
FROM ec2_reserved_instances
WHERE State = 'active' AND "End" < collected_at + INTERVAL 30 DAY;
