-- title: AMIs of more than a year that no instance uses
-- severity: low
-- category: cost
-- why: The snapshots of an image cost, whether it is used or not.
-- remediation: Deregister the image, and delete its snapshots.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/deregister-ami.html
SELECT i.account_id, i.account_name, i.region, i.id, i.arn, i.Name || ' is from ' || left(i.CreationDate, 10) AS detail
FROM ec2_image AS i
WHERE TRY_CAST(i.CreationDate AS TIMESTAMP) < i.collected_at - INTERVAL 1 YEAR
  AND coalesce(TRY_CAST(i.LastLaunchedTime AS TIMESTAMP), '2000-01-01') < i.collected_at - INTERVAL 1 YEAR
  AND i.ImageId NOT IN (SELECT ImageId FROM ec2_instance WHERE ImageId IS NOT NULL);
