-- title: Snapshots of volumes that do not exist any more
-- severity: low
-- category: cost
-- why: Snapshots that are not needed are kept and paid for years.
-- remediation: Delete them, or keep them in the archive tier.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-snapshot.html
SELECT s.account_id, s.account_name, s.region, s.id, s.arn, s.VolumeSize || ' GiB from ' || strftime(s.StartTime, '%Y-%m-%d') AS detail
FROM ec2_snapshot AS s
WHERE s.StartTime < s.collected_at - INTERVAL 90 DAY
  AND NOT EXISTS (
    SELECT 1 FROM ec2_volume AS v
    WHERE v.account_id = s.account_id AND v.region = s.region AND v.run_id = s.run_id AND v.VolumeId = s.VolumeId)
  AND NOT EXISTS (
    SELECT 1 FROM ec2_image AS i, unnest(i.BlockDeviceMappings) AS devices(device)
    WHERE i.account_id = s.account_id AND i.region = s.region AND i.run_id = s.run_id AND device.Ebs.SnapshotId = s.SnapshotId);
