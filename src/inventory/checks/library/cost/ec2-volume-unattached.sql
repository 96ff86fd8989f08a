-- title: Volumes that no instance uses
-- severity: medium
-- category: cost
-- why: They cost as much as those in use.
-- remediation: Create a snapshot, and delete the volume.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-deleting-volume.html
SELECT account_id, account_name, region, id, arn, Size || ' GiB of ' || VolumeType || ' are not attached' AS detail
FROM ec2_volume
WHERE State = 'available';
